/** A shift over real HTTP: from its float to its Z report. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { Closing, XReport, ZReport } from '#shared/contract/shift-report-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { signInAs, type StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'

let office: BoxOffice
let manager: StaffApi
let cashier: StaffApi

beforeAll(async () => {
  office = await openBoxOffice()
  manager = office.staff
  cashier = await signInAs('cashier', office.connections)
})
afterAll(async () => {
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
})

let registerCount = 0
const newRegister = () => manager.call<Register>('POST', '/registers', { name: `Kassa ${String(++registerCount + 1)}` })
const open = (staff: StaffApi, registerId: number, floatOre = 100_000) =>
  staff.call<Shift>('POST', '/shifts', { registerId, floatOre })
const xOf = ({ id }: Shift) => manager.call<XReport>('GET', `/shifts/${String(id)}/x-report`)
const closing = (ore: number, more: Partial<Closing> = {}): Closing => ({
  pieces: [{ valueOre: 100, count: ore / 100 }],
  cardOre: null,
  swishByEyeOre: null,
  note: null,
  handOver: null,
  ...more,
})
const close = (staff: StaffApi, { id }: Shift, body: Closing, key?: string) =>
  staff.send('POST', `/shifts/${String(id)}/closings`, body, key)
const codeOf = (answer: { json: () => unknown }) => (answer.json() as { error?: { code: string } }).error?.code

describe('registers', () => {
  test('a new box office has one', async () => {
    const { registers } = await cashier.call<{ registers: Register[] }>('GET', '/registers')
    expect(registers[0]).toMatchObject({ name: 'Kassa 1', openShift: null, lastCountedOre: null, archivedAt: null })
  })

  test('no two have one name, and one with an open shift is not archived', async () => {
    const register = await newRegister()
    expect(codeOf(await manager.send('POST', '/registers', { name: register.name }))).toBe('name_taken')
    await open(cashier, register.id)
    const edit = { name: register.name, archived: true, version: register.version }
    expect(codeOf(await manager.send('PUT', `/registers/${String(register.id)}`, edit))).toBe('shift_open')
    const renamed = { ...edit, name: `${register.name} B`, archived: false }
    expect(await manager.call('PUT', `/registers/${String(register.id)}`, renamed)).toMatchObject({ version: 2 })
    expect(codeOf(await manager.send('PUT', `/registers/${String(register.id)}`, renamed))).toBe('edit_conflict')
  })
})

describe('opening', () => {
  test('repeated with its key it is one shift; somebody else is told whose it is', async () => {
    const { id: registerId } = await newRegister()
    const key = randomUUID()
    const body = { registerId, floatOre: 50_000 }
    const [first, again] = await Promise.all([
      cashier.call<Shift>('POST', '/shifts', body, key),
      cashier.call<Shift>('POST', '/shifts', body, key),
    ])
    expect(again).toEqual(first)
    const refused = await manager.send('POST', '/shifts', body)
    expect(refused.json()).toMatchObject({ error: { code: 'shift_open', details: { openedBy: 'Kim Berg' } } })
  })

  test('two tills that open one register at once get one shift', async () => {
    const { id: registerId } = await newRegister()
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => manager.send('POST', '/shifts', { registerId, floatOre: 0 })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })
})

describe('the drawer', () => {
  test('float, cash in and cash out are what must lie in it', async () => {
    const shift = await open(cashier, (await newRegister()).id)
    const move = (kind: string, amountOre: number, key?: string) =>
      cashier.call('POST', `/shifts/${String(shift.id)}/cash-movements`, { kind, amountOre, reason: 'Växel' }, key)
    await move('paid_in', 30_000)
    const key = randomUUID()
    await Promise.all([move('paid_out', 10_050, key), move('paid_out', 10_050, key)])
    await cashier.call('POST', `/shifts/${String(shift.id)}/drawer-openings`, { reason: 'Växla en sedel' })
    const { report } = await xOf(shift)
    expect(report.cash).toEqual({
      floatOre: 100_000,
      paidInOre: 30_000,
      paidOutOre: 10_050,
      salesOre: 0,
      refundsOre: 0,
      expectedOre: 119_950,
    })
    expect(report.movements).toMatchObject([
      { kind: 'paid_in', amountOre: 30_000, reason: 'Växel', by: 'Kim Berg' },
      { kind: 'paid_out', amountOre: 10_050 },
    ])
    expect(report.drawerOpenings).toBe(1)
  })
})

describe('closing', () => {
  test('a count that is right needs no note; the next float is what was counted', async () => {
    const register = await newRegister()
    const shift = await open(cashier, register.id)
    const z = (await close(cashier, shift, closing(100_000))).json() as ZReport
    expect(z).toMatchObject({
      number: 1,
      expectedOre: 100_000,
      countedOre: 100_000,
      differenceOre: 0,
      madeBy: 'Kim Berg',
    })
    const { registers } = await cashier.call<{ registers: Register[] }>('GET', '/registers')
    expect(registers.find(({ id }) => id === register.id)).toMatchObject({ openShift: null, lastCountedOre: 100_000 })
  })

  test('a difference needs a note, which the report keeps', async () => {
    const shift = await open(cashier, (await newRegister()).id)
    const refused = await close(cashier, shift, closing(99_900))
    expect(refused.json()).toMatchObject({
      error: { code: 'note_needed', details: { comparisons: [{ tender: 'cash', differenceOre: -100 }] } },
    })
    const z = (await close(cashier, shift, closing(99_900, { note: 'En krona på golvet' }))).json() as ZReport
    expect(z).toMatchObject({ differenceOre: -100, note: 'En krona på golvet' })
    expect(z.content.count.pieces).toEqual([{ valueOre: 100, count: 999 }])
  })

  test('two closes at once make one Z, and the loser is led to it; numbers have no gap', async () => {
    const register = await newRegister()
    for (const number of [1, 2]) {
      const shift = await open(manager, register.id)
      const answers = await Promise.all([1, 2, 3].map(() => close(manager, shift, closing(100_000))))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
      const z = answers.find(({ status }) => status === 201)?.json() as ZReport
      expect(z.number).toBe(number)
      for (const answer of answers.filter(({ status }) => status === 409)) {
        expect(answer.json()).toMatchObject({ error: { code: 'shift_closed', details: { zReportId: z.id } } })
      }
      expect(z.content.previousClose?.number ?? 0).toBe(number - 1)
    }
  })

  test('a lost answer is asked for again with the same key', async () => {
    const shift = await open(cashier, (await newRegister()).id)
    const key = randomUUID()
    const first = await close(cashier, shift, closing(100_000), key)
    expect((await close(cashier, shift, closing(100_000), key)).json()).toEqual(first.json())
  })

  test("another person's shift takes the right for it, or the PIN of somebody who has it", async () => {
    const shift = await open(manager, (await newRegister()).id)
    expect((await close(cashier, shift, closing(100_000))).json()).toMatchObject({
      error: { code: 'approval_needed', details: { permission: 'manage_shifts' } },
    })
    const { staffUsers } = await cashier.call<{ staffUsers: { id: number; role: string }[] }>('GET', '/staff-users')
    const managerId = staffUsers.find(({ role }) => role === 'manager')?.id ?? 0
    const approval = { staffUserId: managerId, pin: '111111' }
    expect((await close(cashier, shift, closing(100_000, { approval }))).status).toBe(201)
    const { zReports } = await cashier.call<{ zReports: ZReport[] }>('GET', '/z-reports')
    expect(zReports.map(({ shiftId }) => shiftId)).not.toContain(shift.id)
  })

  test('a closed shift takes nothing more', async () => {
    const shift = await open(cashier, (await newRegister()).id)
    await close(cashier, shift, closing(100_000))
    const path = `/shifts/${String(shift.id)}`
    const movement = { kind: 'paid_in', amountOre: 100, reason: 'Sent' }
    for (const answer of [
      await cashier.send('POST', `${path}/cash-movements`, movement),
      await cashier.send('POST', `${path}/drawer-openings`, { reason: 'Sent' }),
      await cashier.send('GET', `${path}/x-report`),
    ]) {
      expect(codeOf(answer)).toBe('shift_closed')
    }
  })
})

describe('the journal', () => {
  test('has an entry for each of these and is sound, also against what a Z report printed', async () => {
    const shift = await open(cashier, (await newRegister()).id)
    await cashier.call('POST', `/shifts/${String(shift.id)}/drawer-openings`, { reason: 'Titta' })
    const z = (await close(cashier, shift, closing(100_000))).json() as ZReport
    const { entries } = await manager.call<{ entries: { kind: string; shiftId: number }[] }>('GET', '/journal')
    const mine = entries.filter(({ shiftId }) => shiftId === shift.id).map(({ kind }) => kind)
    expect(mine).toEqual(['z_report', 'shift_closed', 'drawer_opened', 'shift_opened'])
    const { journal } = z.content
    const head = `${String(journal.seq)}-${journal.hash.slice(0, 16)}`
    expect(await manager.call('POST', '/journal/verifications', { head })).toMatchObject({ sound: true, broken: null })
    const beyond = await manager.call('POST', '/journal/verifications', { head: `999999-${journal.hash.slice(0, 16)}` })
    expect(beyond).toMatchObject({ sound: false, broken: { fault: 'head_missing' } })
  })
})
