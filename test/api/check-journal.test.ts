/** The journal checked from outside, by a command that needs no server, after somebody has been at the file. */
import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Shift } from '#shared/contract/shift-api'
import type { ZReport } from '#shared/contract/shift-report-api'
import { openBoxOffice } from '../support/box-office'
import { createTemporaryFolder, projectFolder, type TemporaryFolder } from '../support/server-process'

let folder: TemporaryFolder
let healthy: string
/** As the Z report prints it. */
let printedLine: string

beforeAll(async () => {
  folder = await createTemporaryFolder()
  healthy = join(folder.path, 'healthy')
  const office = await openBoxOffice()
  const { staff } = office
  const shift = await staff.call<Shift>('POST', '/shifts', { registerId: 1, floatOre: 10_000 })
  for (const amountOre of [100, 200, 300, 400]) {
    const movement = { kind: 'paid_in', amountOre, reason: 'Växel' }
    await staff.call('POST', `/shifts/${String(shift.id)}/cash-movements`, movement)
  }
  const count = { pieces: [{ valueOre: 100, count: 110 }], cardOre: null, swishByEyeOre: null }
  const closing = { ...count, note: null, handOver: null }
  const z = await staff.call<ZReport>('POST', `/shifts/${String(shift.id)}/closings`, closing)
  printedLine = `${String(z.content.journal.seq)}-${z.content.journal.hash.slice(0, 16)}`
  await office.server.stop()
  await cp(office.server.dataFolder, healthy, { recursive: true })
  await office[Symbol.asyncDispose]()
})
afterAll(() => folder[Symbol.asyncDispose]())

const check = (dataFolder: string, ...more: string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const program = join(projectFolder, 'node_modules/.bin/node')
    const script = join(projectFolder, 'out/main/check-journal.js')
    execFile(program, [script, '--data', dataFolder, ...more], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr })
    })
  })

/** A copy of the data that somebody with the file in their hands has changed: triggers do not stop them. */
async function tamper(name: string, sql: string): Promise<string> {
  const copy = join(folder.path, name)
  await cp(healthy, copy, { recursive: true })
  const database = new Database(join(copy, 'lucka.sqlite'))
  database.pragma('foreign_keys = OFF')
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) database.exec(`DROP TRIGGER "${trigger}"`)
  database.exec(sql)
  database.close()
  return copy
}

test('a sound journal: how many entries, and the head', async () => {
  const { code, output } = await check(healthy, '--head', printedLine)
  expect(output).toMatch(/^OK: 7 entries, head 7-[0-9a-f]{64}\n$/)
  expect(code).toBe(0)
})

describe('whoever', () => {
  test.each([
    ['edits an entry', 'UPDATE journal_entry SET amount_ore = 1 WHERE seq = 3', 'entry 3 was changed'],
    ['deletes one', 'DELETE FROM journal_entry WHERE seq = 3', 'entry 3 is missing'],
    [
      'swaps two',
      `UPDATE journal_entry SET seq = 99 WHERE seq = 3; UPDATE journal_entry SET seq = 3 WHERE seq = 4;
       UPDATE journal_entry SET seq = 4 WHERE seq = 99`,
      'entry 3 was changed',
    ],
    [
      'puts one in between',
      `UPDATE journal_entry SET seq = -seq - 1 WHERE seq >= 4; UPDATE journal_entry SET seq = -seq WHERE seq < 0;
       INSERT INTO journal_entry SELECT 4, at, kind, register_id, shift_id, order_id, staff_user_id, amount_ore, detail,
         hash, printf('%064d', 1) FROM journal_entry WHERE seq = 3`,
      'entry 4 was changed',
    ],
    ['cuts the end off', 'DELETE FROM journal_entry WHERE seq >= 5', 'the journal ends before entry 5'],
  ])('%s is found', async (what, sql, says) => {
    const { code, output } = await check(await tamper(what.replaceAll(' ', '-'), sql))
    expect(output).toContain(`BROKEN: ${says}`)
    expect(code).toBe(1)
  })

  test('cuts the end off and takes the Z report with it is found with what it printed, and only so', async () => {
    const copy = await tamper('cut-with-z', 'DELETE FROM z_report; DELETE FROM journal_entry WHERE seq >= 5')
    expect((await check(copy)).output).toMatch(/^OK: 4 entries/)
    const { code, output } = await check(copy, '--head', printedLine)
    expect(output).toContain('BROKEN: the journal ends before entry 5')
    expect(code).toBe(1)
  })
})

test('what is no data folder is refused, and left as it is', async () => {
  const { code, output } = await check(join(folder.path, 'nothing-here'))
  expect(output).toMatch(/^check-journal: there is no database/)
  expect(code).toBe(2)
  expect((await check(healthy, '--head', '12')).output).toContain('--head needs the line')
})
