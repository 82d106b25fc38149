import { Type, type Static } from 'typebox'
import { Id, Line } from './common'

/** Hundredths of a percent; 0: no VAT. */
const RateBp = Type.Integer({ minimum: 0, maximum: 10_000 })

/** A day of the venue's calendar: `2026-12-05`. */
const Day = Type.String({ pattern: '^2\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })

/** What carries one rate of VAT at a time. A ticket type is sold at the rate that is valid on the venue's day of the sale. */
export const VatClass = Type.Object({
  id: Id,
  name: Type.String(),
  /** Valid today. */
  rateBp: RateBp,
  /** Oldest first; the first has always been valid. */
  rates: Type.Array(Type.Object({ validFrom: Type.String(), rateBp: RateBp })),
})
export type VatClass = Static<typeof VatClass>

/** GET /api/v1/vat-classes */
export const VatClassList = Type.Object({ vatClasses: Type.Array(VatClass) })

/** Body of POST /api/v1/vat-classes (201 VatClass, 409 `name_taken`). */
export const NewVatClass = Type.Object({ name: Line(100), rateBp: RateBp }, { additionalProperties: false })
export type NewVatClass = Static<typeof NewVatClass>

/**
 * PUT /api/v1/vat-classes/:id/rates/:validFrom {rateBp}: the rate from that day on, today at the earliest; repeating it
 * changes nothing. DELETE takes a rate back that is not valid yet. Both 200 VatClass. 404 `vat_class_not_found`,
 * `vat_rate_not_found`; 422 `vat_rate_in_past`: what has been valid is never edited; `not_a_day`: as 31 February.
 */
export const VatRateEdit = Type.Object({ rateBp: RateBp }, { additionalProperties: false })
export const VatRateInPath = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }), validFrom: Day })
