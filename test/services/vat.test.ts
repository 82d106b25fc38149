/** Rates of VAT that begin on a day: which one a sale carries, and what may still be changed. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVatService, type VatService } from '#main/services/vat-service'
import { createNews } from '#main/services/news'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { createScriptedSwish } from '../support/scripted-swish'

let at: string
let office: BoxOffice
let vat: VatService
let changes: number

beforeEach(async () => {
  at = '2026-11-24T12:00:00.000Z'
  changes = 0
  office = await openBoxOffice({ now: () => at, provider: createScriptedSwish(PAYEE).provider })
  vat = createVatService({
    ...{ inTransaction: office.storage.inTransaction, read: office.storage.read, now: () => at, news: createNews() },
    zone: () => 'Europe/Stockholm',
    onChanged: () => changes++,
  })
})
afterEach(() => office.close())

let keys = 0
async function soldAtRate(): Promise<number | undefined> {
  const eventId = await office.createEvent({ seats: 10, reservationSeconds: 600 })
  const lines = [{ ticketTypeId: office.ticketTypeId, count: 1 }]
  const by = { staffUserId: office.staffUserId, key: `sale-${String(++keys)}` }
  const sold = await office.till.reserve({ eventId, shiftId: office.shiftId, lines }, by)
  return sold.ok ? sold.value.lines[0]?.vatRateBp : undefined
}

test('a sale carries the rate of the venue’s day: the new one from midnight there, not in Greenwich', async () => {
  await vat.setRate(1, '2026-12-01', 2_500)
  at = '2026-11-30T22:59:59.999Z' // 23.59 in Stockholm
  expect(await soldAtRate()).toBe(600)
  expect((await office.catalogue.list({ archived: false })).ticketTypes[0]?.vatRateBp).toBe(600)
  at = '2026-11-30T23:00:00.000Z'
  expect(await soldAtRate()).toBe(2_500)
  expect((await office.catalogue.list({ archived: false })).ticketTypes[0]?.vatRateBp).toBe(2_500)
  expect((await vat.list())[0]).toMatchObject({ rateBp: 2_500, rates: [{ rateBp: 600 }, { validFrom: '2026-12-01' }] })
})

test('what has been valid stays; from today on a rate may be set, set anew and taken back', async () => {
  expect(await vat.setRate(1, '2026-11-23', 0)).toEqual({ ok: false, error: { code: 'vat_rate_in_past' } })
  expect(await vat.setRate(1, '2026-02-31', 0)).toEqual({ ok: false, error: { code: 'not_a_day' } })
  expect(await vat.setRate(99, '2026-12-01', 0)).toEqual({ ok: false, error: { code: 'vat_class_not_found' } })
  expect(changes).toBe(0)
  await vat.setRate(1, '2026-12-01', 1_200)
  expect(await vat.setRate(1, '2026-12-01', 2_500)).toMatchObject({
    ok: true,
    value: { rateBp: 600, rates: [{ rateBp: 600 }, { validFrom: '2026-12-01', rateBp: 2_500 }] },
  })
  expect(await vat.withdrawRate(1, '2026-12-01')).toMatchObject({ ok: true, value: { rates: [{ rateBp: 600 }] } })
  expect(await vat.withdrawRate(1, '2026-12-01')).toEqual({ ok: false, error: { code: 'vat_rate_not_found' } })
  expect(await vat.setRate(1, '2026-11-24', 1_200)).toMatchObject({ ok: true, value: { rateBp: 1_200 } })
  expect(await vat.withdrawRate(1, '2026-11-24')).toEqual({ ok: false, error: { code: 'vat_rate_in_past' } })
})

test('a class of one’s own has its rate from the beginning, and a name of its own', async () => {
  expect(await vat.create({ name: 'Böcker', rateBp: 600 })).toMatchObject({ ok: true, value: { id: 5, rateBp: 600 } })
  expect(await vat.create({ name: ' Böcker ', rateBp: 0 })).toEqual({ ok: false, error: { code: 'name_taken' } })
})

test('the database keeps the first rate of a class, whoever asks', async () => {
  await expect(
    office.storage.inTransaction(({ db }) => db.deleteFrom('vat_rate').where('vat_class_id', '=', 1).execute()),
  ).rejects.toThrow('the first rate of a class stays')
})
