import type { DiscountRule } from '#shared/domain/orders/discount'
import type { Db } from '../schema'

/** A voucher as the rules of selling see it. */
export interface VoucherRecord {
  id: number
  code: string
  title: string
  kind: DiscountRule
  value: number
  maxUses: number
  /** ISO 8601, UTC: from this instant on; null: always. */
  validFrom: string | null
  /** Before this instant; null: for ever. */
  validTo: string | null
  eventId: number | null
}

/** One that has not been archived, whatever the case it is typed in. */
export const findVoucherByCode = (db: Db, code: string): Promise<VoucherRecord | undefined> =>
  db
    .selectFrom('voucher')
    .select([
      'id',
      'code',
      'title',
      'kind',
      'value',
      'max_uses as maxUses',
      'valid_from as validFrom',
      'valid_to as validTo',
      'event_id as eventId',
    ])
    .where('code', '=', code)
    .where('archived_at', 'is', null)
    .executeTakeFirst()

/** Orders that carry a voucher and are paid, or may still be; all but one. */
export async function countVoucherUses(db: Db, voucherId: number, butOrderId: number): Promise<number> {
  const { uses } = await db
    .selectFrom('order_discount')
    .innerJoin('order', 'order.id', 'order_discount.order_id')
    .select(({ fn }) => fn.countAll<number>().as('uses'))
    .where('order_discount.voucher_id', '=', voucherId)
    .where('order.id', '!=', butOrderId)
    .where('order.status', 'in', ['reserved', 'paid', 'refunded'])
    .where('order.training', '=', 0)
    .executeTakeFirstOrThrow()
  return uses
}
