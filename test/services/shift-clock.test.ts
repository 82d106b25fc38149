import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyJournal } from '#main/services/journal-service'
import { createNews } from '#main/services/news'
import { createShiftService } from '#main/services/shift-service'
import { createClosingService } from '#main/services/shifts/closing-service'
import { openStorage, type Storage } from '#main/storage/open-storage'
import { insertRegister } from '#main/storage/repositories/register-repository'
import { insertStaffUser } from '#main/storage/repositories/staff-repository'
import type { Closing } from '#shared/contract/shift-report-api'
import { err } from '#shared/domain/result'
import { findViolations } from '../support/stored-data'

let folder: string
let storage: Storage
let clock: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lucka-shift-'))
  clock = '2026-11-24T17:00:00.000Z'
  storage = await openStorage({
    dataFolder: folder,
    now: clock,
    restoreNewestBackup: false,
    nativeBinding: undefined,
  })
})
afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a clock that goes back breaks neither the close, nor its number, nor the journal', async () => {
  const { inTransaction, read } = storage
  const registerId = await inTransaction((trx) => insertRegister(trx, 'Kassa 1', clock))
  const staffUserId = await inTransaction((trx) =>
    insertStaffUser(trx, { name: 'Kim', role: 'cashier', pinHash: '-', demoPin: null }, clock),
  )
  const venue = {
    ...{ name: 'Fysikalen', address: '', organisationNumber: '', zone: 'Europe/Stockholm' },
    language: 'sv' as const,
  }
  const deps = { inTransaction, read, now: () => clock, news: createNews() }
  const shifts = createShiftService({ ...deps, queue: { wake: () => undefined } })
  const closings = createClosingService({
    ...deps,
    settings: { current: () => ({ venue }) },
    staff: { approve: () => Promise.resolve(err({ code: 'approval_needed', permission: 'manage_shifts' })) },
  })
  const asked = { caller: { staffUserId, permissions: [] }, approval: undefined, address: '127.0.0.1' }
  const nothing: Closing = { pieces: [], cardOre: null, swishByEyeOre: null, note: 'x', handOver: null }

  const numbers: number[] = []
  for (const at of ['2026-11-24T18:00:00.000Z', '2026-11-23T06:00:00.000Z', '1970-01-01T00:00:00.000Z']) {
    const key = `key-of-shift-at-${String(numbers.length)}`
    const opened = await shifts.open({ registerId, floatOre: 10_000 }, { staffUserId, key })
    clock = at
    const shiftId = opened.ok ? opened.value.id : 0
    const moved = { kind: 'paid_in' as const, amountOre: 100, reason: 'Växel' }
    expect(await shifts.move(shiftId, moved, { staffUserId, key })).toMatchObject({ ok: true })
    const closed = await closings.close(shiftId, nothing, { asked, key })
    if (!closed.ok) throw new Error(closed.error.code)
    expect(closed.value).toMatchObject({ madeAt: at, expectedOre: 10_100 })
    numbers.push(closed.value.number)
  }
  expect(numbers).toEqual([1, 2, 3])
  expect(await verifyJournal(read, [])).toMatchObject({ sound: true, count: 12 })
  expect(findViolations(folder)).toEqual([])
})
