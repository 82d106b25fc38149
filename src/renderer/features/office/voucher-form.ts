import type { NewVoucher, Voucher } from '#shared/contract/voucher-api'
import { parseKronor, typedKronor } from '#shared/text/typed-kronor'
import { fromVenueLocal, toVenueLocal } from '#shared/time/venue-time'
import type { TypedMoment } from './event-form'
import { parseTypedDate, parseTypedTime } from './typed-time'

export interface VoucherForm {
  code: string
  title: string
  kind: NewVoucher['kind']
  /** Percent or kronor, as typed. */
  value: string
  maxUses: string
  eventId: number | null
  validFrom: TypedMoment
  validTo: TypedMoment
}
export type VoucherField = 'code' | 'title' | 'value' | 'maxUses' | 'validFrom' | 'validTo'
export type VoucherProblems = Partial<
  Record<
    VoucherField,
    'missing' | 'too_long' | 'bad_code' | 'bad_percent' | 'bad_amount' | 'bad_uses' | 'no_time' | 'before_start'
  >
>

const longestTitle = 100
const mostUses = 1_000_000
const everythingBp = 10_000
const none: TypedMoment = { date: '', time: '' }

export const newVoucherForm = (): VoucherForm => ({
  code: '',
  title: '',
  kind: 'percent',
  value: '',
  maxUses: '1',
  eventId: null,
  validFrom: none,
  validTo: none,
})

export const formOfVoucher = (voucher: Voucher, decimal: ',' | '.', zone: string): VoucherForm => ({
  code: voucher.code,
  title: voucher.title,
  kind: voucher.kind,
  // Both öre and hundredths of a percent are written with two decimals.
  value: typedKronor(voucher.value, decimal),
  maxUses: String(voucher.maxUses),
  eventId: voucher.eventId,
  validFrom: voucher.validFrom === null ? none : toVenueLocal(voucher.validFrom, zone),
  validTo: voucher.validTo === null ? none : toVenueLocal(voucher.validTo, zone),
})

/** The instant of what was typed; null for nothing, undefined for what is no moment. A day alone begins, or ends, at midnight. */
export function momentOf({ date, time }: TypedMoment, zone: string): string | null | undefined {
  if (date.trim() === '' && time.trim() === '') return null
  const day = parseTypedDate(date)
  const clock = parseTypedTime(time.trim() === '' ? '00:00' : time)
  return day === undefined || clock === undefined ? undefined : fromVenueLocal(day, clock, zone)
}

/** Checks the fields and puts them together. `voucher` is there when no field has a problem. */
export function readVoucherForm(form: VoucherForm, zone: string): { problems: VoucherProblems; voucher?: NewVoucher } {
  const title = form.title.trim()
  const code = form.code.trim().toUpperCase()
  const value = parseKronor(form.value)
  const maxUses = /^\d{1,7}$/.test(form.maxUses.trim()) ? Number(form.maxUses) : undefined
  const validFrom = momentOf(form.validFrom, zone)
  const validTo = momentOf(form.validTo, zone)
  const problems: VoucherProblems = {}
  if (title === '') problems.title = 'missing'
  else if (title.length > longestTitle) problems.title = 'too_long'
  if (code !== '' && !/^[A-Z0-9][A-Z0-9-]{2,39}$/.test(code)) problems.code = 'bad_code'
  if (form.kind === 'amount' && !value) problems.value = 'bad_amount'
  if (form.kind === 'percent' && (!value || value > everythingBp)) problems.value = 'bad_percent'
  if (maxUses === undefined || maxUses < 1 || maxUses > mostUses) problems.maxUses = 'bad_uses'
  if (validFrom === undefined) problems.validFrom = 'no_time'
  if (validTo === undefined) problems.validTo = 'no_time'
  else if (validFrom && validTo !== null && validTo <= validFrom) problems.validTo = 'before_start'
  const complete =
    Object.keys(problems).length === 0 &&
    value !== undefined &&
    maxUses !== undefined &&
    validFrom !== undefined &&
    validTo !== undefined
  if (!complete) return { problems }
  const { kind, eventId } = form
  return {
    problems,
    voucher: { code: code === '' ? null : code, title, kind, value, maxUses, eventId, validFrom, validTo },
  }
}
