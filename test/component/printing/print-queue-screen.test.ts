import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import PrintLight from '#renderer/app/PrintLight.vue'
import PrintQueueScreen from '#renderer/features/print-queue/PrintQueueScreen.vue'
import { usePrintStore } from '#renderer/app/stores/print-store'
import type { Printer, PrintJob } from '#shared/contract/printing-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'
import { aJob, aPrinter } from './jobs'

let page: VueWrapper
let seen: FakeRequest[]
let jobs: PrintJob[]
let printers: Printer[]
let answers: Map<string, () => FakeAnswer>

beforeEach(() => {
  jobs = []
  printers = [aPrinter]
  answers = new Map()
  seen = fakeServer(({ method, path }) => {
    const answer = answers.get(`${method} ${path}`)
    if (answer !== undefined) return answer()
    if (path === '/print-jobs') return { status: 200, body: { jobs } }
    if (path === '/printers') return { status: 200, body: { printers } }
    throw new Error(`The fake server does not know ${method} ${path}`)
  })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

async function open(): Promise<void> {
  page = mountScreen(PrintQueueScreen)
  await settled()
}
async function light(): Promise<string> {
  page = mountScreen(PrintLight)
  await usePrintStore().load()
  await settled()
  return page.text()
}
const buttons = () => page.findAll('button').map((button) => button.text())

test('nothing to finish is said, with what was printed last', async () => {
  jobs = [aJob()]
  await open()
  expect(page.text()).toContain('Allt är utskrivet')
  expect(page.text()).toContain('Kvitto 17, Kassa 1')
  expect(buttons()).toEqual([])
})

test('a failed print says why and that something may lie on the paper, and is tried again', async () => {
  jobs = [aJob({ id: 3, state: 'failed', errorCode: 'vanished', mayHavePrinted: true })]
  answers.set('POST /print-jobs/3/retries', () => ({
    status: 200,
    body: aJob({ id: 3, state: 'queued', endedAt: null }),
  }))
  await open()
  expect(page.text()).toContain('Inte utskriven')
  expect(page.text()).toContain('Förbindelsen bröts medan den skrev ut.')
  expect(page.text()).toContain('Något kan ha kommit ut: titta först.')
  await page.findAll('button')[0]?.trigger('click')
  await settled()
  expect(seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(page.text()).toContain('På väg')
  expect(page.text()).not.toContain('Förbindelsen bröts')
})

test('a print that another till has dealt with meanwhile is told so, and read again', async () => {
  jobs = [aJob({ id: 3, state: 'failed', errorCode: 'refused' })]
  answers.set('POST /print-jobs/3/cancellations', () => {
    jobs = [aJob({ id: 3, state: 'printing', endedAt: null })]
    return problem(409, 'print_job_not_failed', { state: 'printing' })
  })
  await open()
  await page.findAll('button')[1]?.trigger('click')
  await settled()
  expect(page.text()).toContain('Den skrivs ut just nu, eller är redan klar.')
  expect(buttons()).toEqual([])
})

test('the queue that cannot be read offers to try again', async () => {
  answers.set('GET /print-jobs', () => problem(500, 'unexpected_error'))
  await open()
  expect(page.text()).toContain('Det gick inte att hämta utskrifterna')
  answers.clear()
  await page.get('button').trigger('click')
  await settled()
  expect(page.text()).toContain('Allt är utskrivet')
})

test.each<[string, Partial<PrintJob>[], string]>([
  ['nothing wrong', [{}], 'Skrivare'],
  ['one on its way', [{ state: 'queued' }], 'Skriver ut'],
  ['one that is tried again', [{ state: 'queued', errorCode: 'out_of_paper' }], '1 utskrift väntar'],
  [
    'failed ones before all else',
    [
      { state: 'failed', errorCode: 'refused' },
      { id: 2, state: 'failed', errorCode: 'refused' },
      { id: 3, state: 'queued', errorCode: 'refused' },
    ],
    '2 utskrifter kom inte ut',
  ],
  ['a failed test is no work', [{ kind: 'test', state: 'failed', errorCode: 'refused' }], 'Skrivare'],
])('the light: %s', async (_name, changes, word) => {
  jobs = changes.map((change) => aJob(change))
  expect(await light()).toContain(word)
})

test('the light says that there is no printer', async () => {
  printers = []
  expect(await light()).toContain('Ingen skrivare')
})
