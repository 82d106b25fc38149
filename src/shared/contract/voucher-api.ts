import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'

const voucherFields = {
  /** What it is, for whom: `Sponsorbiljetter 2026`. Stands on the order as the discount's reason. */
  title: Line(100),
  kind: Type.Union([Type.Literal('amount'), Type.Literal('percent')]),
  /** Öre, or hundredths of a percent (at most 10 000). */
  value: Type.Integer({ minimum: 1, maximum: 10_000_000_000 }),
  maxUses: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** From this instant on; null: always. */
  validFrom: Nullable(Instant),
  /** Until this instant; null: for ever. */
  validTo: Nullable(Instant),
  /** The only event that it is good for; null: all. */
  eventId: Nullable(Id),
}
const VoucherCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{2,39}$' })

/** A code that customers bring, good for a discount on one order each time. Upper and lower case are the same. */
export const Voucher = Type.Object({
  ...voucherFields,
  id: Id,
  code: Type.String(),
  /** Orders that carry it and are paid, or may still be. */
  uses: Type.Integer(),
  version: Type.Integer(),
  createdAt: Instant,
  archivedAt: Nullable(Instant),
})
export type Voucher = Static<typeof Voucher>

/** GET /api/v1/vouchers: all, the archived too, newest first. 200 VoucherList. */
export const VoucherList = Type.Object({ vouchers: Type.Array(Voucher) })

/**
 * POST /api/v1/vouchers with an `idempotency-key`: 201 Voucher. Without a code Lucka makes one that nobody guesses.
 * 404 `event_not_found`; 409 `code_taken`; 422 `invalid_voucher` (details.field: `value`, `validTo`).
 */
export const NewVoucher = Type.Object(
  { ...voucherFields, code: Nullable(VoucherCode) },
  { additionalProperties: false },
)
export type NewVoucher = Static<typeof NewVoucher>

/**
 * PUT /api/v1/vouchers/:id: 200 Voucher. Orders that carry it keep what it gave them. `version` is the one that was read:
 * 409 `edit_conflict`. 404 `voucher_not_found`, else as for POST.
 */
export const VoucherEdit = Type.Object(
  { ...voucherFields, code: VoucherCode, version: Type.Integer({ minimum: 1 }), archived: Type.Boolean() },
  { additionalProperties: false },
)
export type VoucherEdit = Static<typeof VoucherEdit>
