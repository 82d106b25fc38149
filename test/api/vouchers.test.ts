/** Voucher codes as the office makes them. What they are worth at the till is tested with discounts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { NewVoucher, Voucher, VoucherEdit } from '#shared/contract/voucher-api'
import type { HttpAnswer } from '../support/http-client'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, type StaffApi } from '../support/staff-api'

let server: SourceServer
let manager: StaffApi

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
})
afterAll(() => server[Symbol.asyncDispose]())

const aVoucher = (fields: Partial<NewVoucher> = {}): NewVoucher => ({
  code: null,
  title: 'Sponsorbiljetter',
  kind: 'percent',
  value: 5_000,
  maxUses: 3,
  validFrom: null,
  validTo: null,
  eventId: null,
  ...fields,
})
const create = (fields: Partial<NewVoucher> = {}) => manager.call<Voucher>('POST', '/vouchers', aVoucher(fields))
const editOf = ({ code, title, kind, value, maxUses, validFrom, validTo, eventId, version }: Voucher): VoucherEdit => ({
  ...{ code, title, kind, value, maxUses, validFrom, validTo, eventId, version, archived: false },
})
const refusalOf = (answer: HttpAnswer) => {
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}

test('without a code one is made: ten letters and digits that nobody mistakes, never the same', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => create()))
  for (const { code } of made) expect(code).toMatch(/^[ACDEFGHJKMNPQRTUVWXYZ234679]{10}$/)
  expect(new Set(made.map(({ code }) => code)).size).toBe(20)
  expect(made[0]).toMatchObject({ uses: 0, version: 1, archivedAt: null })
})

test('a code of one’s own is kept in capitals, and is one code whatever its case', async () => {
  expect(await create({ code: 'Fysik-2026' })).toMatchObject({ code: 'FYSIK-2026' })
  expect(refusalOf(await manager.send('POST', '/vouchers', aVoucher({ code: 'fysik-2026' })))).toEqual({
    status: 409,
    code: 'code_taken',
  })
})

test('is changed and archived; an archived code stays taken', async () => {
  const voucher = await create({ code: 'SAVED' })
  const path = `/vouchers/${String(voucher.id)}`
  const changed = await manager.call<Voucher>('PUT', path, { ...editOf(voucher), kind: 'amount', value: 2_500 })
  expect(changed).toMatchObject({ kind: 'amount', value: 2_500, version: 2 })
  expect(refusalOf(await manager.send('PUT', path, editOf(voucher)))).toEqual({ status: 409, code: 'edit_conflict' })
  const archived = await manager.call<Voucher>('PUT', path, { ...editOf(changed), archived: true })
  expect(archived.archivedAt).not.toBeNull()
  expect(refusalOf(await manager.send('POST', '/vouchers', aVoucher({ code: 'saved' })))).toMatchObject({ status: 409 })
  const { vouchers } = await manager.call<{ vouchers: Voucher[] }>('GET', '/vouchers')
  expect(vouchers.find(({ id }) => id === voucher.id)).toEqual(archived)
})

test('repeated with its key, there is one', async () => {
  const key = 'one-voucher-only-1'
  const first = await manager.call<Voucher>('POST', '/vouchers', aVoucher(), key)
  expect(await manager.call<Voucher>('POST', '/vouchers', aVoucher(), key)).toEqual(first)
})

describe('is refused', () => {
  test.each([
    ['more than everything', { value: 10_001 }, 422, { field: 'value' }],
    [
      'an end before its beginning',
      { validFrom: '2026-12-05T18:00:00.000Z', validTo: '2026-12-05T18:00:00.000Z' },
      422,
      { field: 'validTo' },
    ],
  ] as const)('%s', async (_what, fields, status, details) => {
    expect(refusalOf(await manager.send('POST', '/vouchers', aVoucher(fields)))).toEqual({
      ...{ status, code: 'invalid_voucher', details },
    })
  })

  test('for an event that is not there, and when it is not there itself', async () => {
    expect(refusalOf(await manager.send('POST', '/vouchers', aVoucher({ eventId: 999_999 })))).toEqual({
      status: 404,
      code: 'event_not_found',
    })
    const edit = { ...aVoucher(), code: 'NOWHERE', version: 1, archived: false }
    expect(refusalOf(await manager.send('PUT', '/vouchers/999999', edit))).toEqual({
      status: 404,
      code: 'voucher_not_found',
    })
  })

  test.each(['AB', 'Å-RABATT', 'med mellanslag', '-AAA', 'x'.repeat(41)])('the code “%s”', async (code) => {
    expect((await manager.send('POST', '/vouchers', aVoucher({ code }))).status).toBe(400)
  })

  test('to a cashier', async () => {
    const cashier = await signInAs('cashier', server.connections)
    expect((await cashier.send('GET', '/vouchers')).status).toBe(403)
  })
})
