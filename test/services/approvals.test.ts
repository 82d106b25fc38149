/** Another person's PIN as approval: whose right it takes, and what guessing at it costs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNews } from '#main/services/news'
import { createStaffService, type StaffService } from '#main/services/staff-service'
import { openStorage, type Storage } from '#main/storage/open-storage'
import { insertStaffUser } from '#main/storage/repositories/staff-repository'
import { permissionsOf, type Permission } from '#shared/domain/access/permissions'

const MANAGER_PIN = '481516'
const CASHIER_PIN = '234299'
let folder: string
let storage: Storage
let staff: StaffService
let minutes: number
let manager: number
let cashier: number

beforeEach(async () => {
  minutes = 0
  folder = mkdtempSync(join(tmpdir(), 'lucka-approvals-'))
  const now = () => new Date(Date.UTC(2026, 10, 24, 18, minutes)).toISOString()
  storage = await openStorage({ dataFolder: folder, now: now(), restoreNewestBackup: false, nativeBinding: undefined })
  staff = await createStaffService({
    inTransaction: storage.inTransaction,
    read: storage.read,
    now,
    news: createNews(),
  })
  const add = async (name: string, role: 'manager' | 'cashier', pin: string) => {
    // As cheap as argon2 goes: the tests are about who, not about how long.
    const pinHash = await hash(pin, { memoryCost: 1024, timeCost: 1 })
    return storage.inTransaction((trx) => insertStaffUser(trx, { name, role, pinHash, demoPin: null }, now()))
  }
  manager = await add('Maja', 'manager', MANAGER_PIN)
  cashier = await add('Kim', 'cashier', CASHIER_PIN)
})
afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (
  approval: { staffUserId: number; pin: string } | undefined,
  { permission = 'large_refund', address = '127.0.0.1' }: { permission?: Permission; address?: string } = {},
) =>
  staff.approve({
    caller: { permissions: permissionsOf.cashier },
    permission,
    approval,
    address,
  })
const byManager = (pin: string) => ask({ staffUserId: manager, pin })

test('one’s own right needs nobody, and nobody’s PIN is looked at', async () => {
  const own: { permission: Permission } = { permission: 'refund' }
  expect(await ask(undefined, own)).toEqual({ ok: true, value: { approvedBy: null } })
  expect(await ask({ staffUserId: manager, pin: '000000' }, own)).toEqual({ ok: true, value: { approvedBy: null } })
})

test('without the right it says which right is missing; a person who has it lends it', async () => {
  expect(await ask(undefined)).toEqual({ ok: false, error: { code: 'approval_needed', permission: 'large_refund' } })
  expect(await byManager(MANAGER_PIN)).toEqual({ ok: true, value: { approvedBy: manager } })
})

test('the right PIN of a person without the right lends nothing', async () => {
  const answer = await ask({ staffUserId: cashier, pin: CASHIER_PIN })
  expect(answer).toEqual({ ok: false, error: { code: 'approval_needed', permission: 'large_refund' } })
})

describe('a person’s own rights', () => {
  const give = (id: number, permissions: Permission[]) =>
    storage.inTransaction(({ db }) =>
      db
        .updateTable('staff_user')
        .set({ permissions: JSON.stringify(permissions) })
        .where('id', '=', id)
        .execute(),
    )

  test('go before those of the role, both ways', async () => {
    await give(cashier, ['large_refund'])
    expect(await ask({ staffUserId: cashier, pin: CASHIER_PIN })).toMatchObject({ value: { approvedBy: cashier } })
    await give(manager, ['sell'])
    expect(await byManager(MANAGER_PIN)).toMatchObject({ error: { code: 'approval_needed' } })
  })

  test('say who may be asked', async () => {
    expect(await staff.approvers('large_refund')).toEqual([{ id: manager, name: 'Maja' }])
    await give(cashier, ['large_refund'])
    expect((await staff.approvers('large_refund')).map(({ id }) => id)).toEqual([manager, cashier])
  })
})

test('a disabled person allows nothing, and is answered like one who does not exist', async () => {
  await storage.inTransaction(({ db }) =>
    db.updateTable('staff_user').set({ disabled_at: '2026-11-24T17:00:00.000Z' }).where('id', '=', manager).execute(),
  )
  const unknown = await ask({ staffUserId: 999, pin: MANAGER_PIN }, { address: '10.0.0.9' })
  expect(await byManager(MANAGER_PIN)).toEqual(unknown)
  expect(unknown).toEqual({ ok: false, error: { code: 'wrong_pin', triesLeft: 4 } })
  expect(await staff.approvers('large_refund')).toEqual([])
})

test('a hundred guesses at once are counted like a hundred in a row', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, guess) => byManager(String(100_000 + guess))))
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))
  expect(codes.filter((code) => code === 'wrong_pin')).toHaveLength(4)
  expect(codes.filter((code) => code === 'locked_out')).toHaveLength(96)
  // The right PIN does not help while the lock lasts, here or at sign-in.
  expect(await byManager(MANAGER_PIN)).toMatchObject({ error: { code: 'locked_out' } })
  const signIn = { sessionId: 's'.repeat(43), earlierSessionId: undefined, staffUserId: manager, pin: MANAGER_PIN }
  expect(await staff.signIn({ ...signIn, address: '10.0.0.7', deviceId: null })).toMatchObject({
    error: { code: 'locked_out' },
  })
  minutes = 1
  expect(await byManager(MANAGER_PIN)).toMatchObject({ ok: true })
})

test('guesses at several people from one address are counted together', async () => {
  for (let guess = 0; guess < 4; guess++) await ask({ staffUserId: 900 + guess, pin: '000000' })
  expect(await ask({ staffUserId: 990, pin: '000000' })).toMatchObject({ error: { code: 'locked_out' } })
  expect(await byManager(MANAGER_PIN)).toMatchObject({ error: { code: 'locked_out' } })
  expect(await ask({ staffUserId: manager, pin: MANAGER_PIN }, { address: '10.0.0.8' })).toMatchObject({ ok: true })
})
