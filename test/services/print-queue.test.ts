/** The queue to paper on a real database, with printers and time in the test's hands, through starts and crashes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PrintError } from '#main/devices/printing/print-error'
import type { SlipPrinter } from '#main/devices/printing/slip-printer'
import { createNews } from '#main/services/news'
import { enqueue } from '#main/services/printing/enqueue'
import { createPrintQueue } from '#main/services/printing/print-queue'
import { openStorage } from '#main/storage/open-storage'
import { insertPrinter } from '#main/storage/repositories/printer-repository'
import type { PrintFault } from '#shared/domain/printing/print-job'
import { createManualTimers, type ManualTimers } from '../support/manual-timers'

let folder: string
let timers: ManualTimers
const startedAt = Date.parse('2026-11-24T18:00:00.000Z')
const now = () => new Date(startedAt + timers.monotonicMs()).toISOString()
const open: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lucka-prints-'))
  timers = createManualTimers()
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
  rmSync(folder, { recursive: true })
})

async function openQueue(print: SlipPrinter['print']) {
  const storage = await openStorage({
    dataFolder: folder,
    now: now(),
    restoreNewestBackup: false,
    nativeBinding: undefined,
  })
  const { inTransaction, read } = storage
  const queue = createPrintQueue({
    inTransaction,
    read,
    now,
    news: createNews(),
    timers,
    printer: { print },
    composer: { compose: ({ id, title }) => Promise.resolve({ jobId: id, title, slips: [] }) },
    onError: (error) => {
      throw error
    },
  })
  open.push(() => storage.close())
  const add = (title: string, printerId = 1) =>
    inTransaction(async (trx) =>
      enqueue(trx, { printerId, document: { kind: 'drawer' }, title, now: now(), staffUserId: null }),
    )
  const addPrinter = (name: string) =>
    inTransaction((trx) =>
      insertPrinter(trx, { name, kind: 'folder', paper: '80', settings: { folder: '/nowhere' } }, now()),
    )
  const states = async () =>
    Object.fromEntries((await queue.list()).map(({ title, state, errorCode }) => [title, [state, errorCode]]))
  const settled = async (title: string, state: string) =>
    expect.poll(async () => (await states())[title]?.[0], { timeout: 5_000 }).toBe(state)
  return { storage, queue, add, addPrinter, states, settled }
}

const failing = (code: PrintFault) => () => Promise.reject(new PrintError(code, 'told by the test'))

test('a printer that comes back gets everything that waited, each once and in its order', async () => {
  const printed: string[] = []
  let well = false
  const { queue, add, addPrinter, settled } = await openQueue(async (_target, { title }) => {
    if (!well) throw new PrintError('unreachable', 'off')
    printed.push(title)
  })
  await addPrinter('A')
  for (const title of ['1', '2', '3']) await add(title)
  queue.wake()
  await expect.poll(async () => (await queue.list()).filter((it) => it.errorCode === 'unreachable').length).toBe(3)
  well = true
  timers.pass(1_500)
  for (const title of ['1', '2', '3']) await settled(title, 'done')
  expect(printed).toEqual(['1', '2', '3'])
})

test('what does not come out in a good minute waits for a person', async () => {
  const { queue, add, addPrinter, settled } = await openQueue(failing('out_of_paper'))
  await addPrinter('A')
  await add('receipt')
  queue.wake()
  for (let tries = 1; tries <= 6; tries++) {
    await expect.poll(async () => (await queue.list())[0]?.attempts).toBe(tries)
    await expect.poll(async () => (await queue.list())[0]?.state).toBe('queued')
    timers.pass(30_000)
  }
  await settled('receipt', 'failed')
})

test('what may lie on the paper is never printed again by itself', async () => {
  let tries = 0
  const { queue, add, addPrinter, settled } = await openQueue(() => {
    tries++
    return Promise.reject(new PrintError('vanished', 'gone'))
  })
  await addPrinter('A')
  await add('receipt')
  queue.wake()
  await settled('receipt', 'failed')
  timers.pass(600_000)
  queue.wake()
  await expect.poll(async () => (await queue.list())[0]?.mayHavePrinted).toBe(true)
  expect(tries).toBe(1)
})

test('a printer that hangs holds up neither another one nor the end of the program', async () => {
  const { queue, add, addPrinter, settled, states } = await openQueue((_target, { title }) =>
    title === 'hangs' ? new Promise(() => undefined) : Promise.resolve(),
  )
  await addPrinter('A')
  await addPrinter('B')
  await add('hangs', 1)
  queue.wake()
  await settled('hangs', 'printing')
  await add('other', 2)
  queue.wake()
  await settled('other', 'done')
  expect((await states())['hangs']?.[0]).toBe('printing')
  const progress = { stopped: false }
  void queue.stop().then(() => (progress.stopped = true))
  await expect
    .poll(() => {
      timers.pass(500)
      return progress.stopped
    })
    .toBe(true)
})

test('after a crash in the middle a person has to look; what had not begun is printed', async () => {
  const before = await openQueue(() => new Promise(() => undefined))
  await before.addPrinter('A')
  await before.add('in the printer')
  before.queue.wake()
  await before.settled('in the printer', 'printing')
  await before.add('not begun')
  open.splice(0)
  await before.storage.close()

  const printed: string[] = []
  const after = await openQueue(async (_target, { title }) => {
    printed.push(title)
  })
  await after.queue.resume()
  await after.settled('not begun', 'done')
  expect(await after.states()).toMatchObject({ 'in the printer': ['failed', 'interrupted'] })
  const [job] = (await after.queue.list()).filter(({ state }) => state === 'failed')
  expect(job?.mayHavePrinted).toBe(true)
  expect(printed).toEqual(['not begun'])
  await after.queue.retry(job?.id ?? 0)
  await after.settled('in the printer', 'done')
  expect(printed).toEqual(['not begun', 'in the printer'])
})

test('a job that was given up is not printed, and neither it nor a printed one comes back', async () => {
  let tries = 0
  const { queue, add, addPrinter, settled } = await openQueue(() => {
    tries++
    return Promise.reject(new PrintError('cover_open', 'open'))
  })
  await addPrinter('A')
  const id = (await add('receipt')) ?? 0
  queue.wake()
  await expect.poll(async () => (await queue.find(id))?.errorCode).toBe('cover_open')
  expect((await queue.cancel(id)).ok).toBe(true)
  await settled('receipt', 'cancelled')
  timers.pass(60_000)
  queue.wake()
  expect(await queue.retry(id)).toEqual({ ok: false, error: { code: 'print_job_not_failed', state: 'cancelled' } })
  expect(tries).toBe(1)
})
