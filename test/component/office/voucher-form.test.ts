import { expect, test } from 'vitest'
import {
  formOfVoucher,
  newVoucherForm,
  readVoucherForm,
  type VoucherForm,
} from '#renderer/features/office/voucher-form'
import type { Voucher } from '#shared/contract/voucher-api'

const zone = 'Europe/Stockholm'
const filled = (fields: Partial<VoucherForm> = {}): VoucherForm => ({
  ...newVoucherForm(),
  title: 'Sponsor',
  value: '50',
  ...fields,
})

test('half off, once, without a code: Lucka makes one', () => {
  expect(readVoucherForm(filled(), zone).voucher).toEqual({
    ...{ code: null, title: 'Sponsor', kind: 'percent', value: 5_000, maxUses: 1, eventId: null },
    ...{ validFrom: null, validTo: null },
  })
})

test('a day alone begins at its midnight, at the venue', () => {
  const form = filled({ validFrom: { date: '2026-12-05', time: '' }, validTo: { date: '2026-12-06', time: '19.00' } })
  expect(readVoucherForm(form, zone).voucher).toMatchObject({
    validFrom: '2026-12-04T23:00:00.000Z',
    validTo: '2026-12-06T18:00:00.000Z',
  })
})

test.each([
  [{ title: '' }, { title: 'missing' }],
  [{ code: 'åäö' }, { code: 'bad_code' }],
  [{ value: '101' }, { value: 'bad_percent' }],
  [{ value: '0' }, { value: 'bad_percent' }],
  [{ kind: 'amount', value: 'mycket' }, { value: 'bad_amount' }],
  [{ maxUses: '0' }, { maxUses: 'bad_uses' }],
  [{ validTo: { date: 'snart', time: '' } }, { validTo: 'no_time' }],
  [
    { validFrom: { date: '2026-12-05', time: '' }, validTo: { date: '2026-12-05', time: '' } },
    { validTo: 'before_start' },
  ],
] as const)('%j is wrong', (fields, problems) => {
  expect(readVoucherForm(filled(fields as Partial<VoucherForm>), zone)).toEqual({ problems })
})

test('what is stored comes back as it was typed', () => {
  const voucher: Voucher = {
    ...{ id: 1, code: 'FYSIK', title: 'Sponsor', kind: 'amount', value: 4_950, maxUses: 3, eventId: 2, uses: 1 },
    ...{ validFrom: null, validTo: '2026-12-06T18:00:00.000Z', version: 1, archivedAt: null },
    createdAt: '2026-11-24T16:00:00.000Z',
  }
  const form = formOfVoucher(voucher, ',', zone)
  expect(form).toMatchObject({ value: '49,50', validTo: { date: '2026-12-06', time: '19:00' } })
  expect(readVoucherForm(form, zone).voucher).toMatchObject({ kind: 'amount', value: 4_950, code: 'FYSIK' })
})
