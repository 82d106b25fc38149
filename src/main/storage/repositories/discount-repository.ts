import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

type DiscountRow = Database['order_discount']

/** The discount of an order, as the rules of pricing see it. */
export const findDiscount = (db: Db, orderId: number): Promise<Pick<DiscountRow, 'rule' | 'value'> | undefined> =>
  db.selectFrom('order_discount').select(['rule', 'value']).where('order_id', '=', orderId).executeTakeFirst()

/** The discount of an order as people see it, without what it takes off. */
export const findDiscountView = (db: Db, orderId: number) =>
  db
    .selectFrom('order_discount as discount')
    .innerJoin('staff_user as granter', 'granter.id', 'discount.granted_by')
    .leftJoin('staff_user as approver', 'approver.id', 'discount.approved_by')
    .leftJoin('voucher', 'voucher.id', 'discount.voucher_id')
    .select([
      'discount.kind',
      'discount.rule',
      'discount.value',
      'discount.reason',
      'voucher.code as voucherCode',
      'granter.name as grantedBy',
      'approver.name as approvedBy',
    ])
    .where('discount.order_id', '=', orderId)
    .executeTakeFirst()

/** Gives an unpaid order its one discount, in the place of an earlier one. */
export async function putDiscount({ db }: Transaction, discount: DiscountRow): Promise<void> {
  const { order_id: _, ...rest } = discount
  await db
    .insertInto('order_discount')
    .values(discount)
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet(rest))
    .execute()
}

/** @returns false when it had none */
export async function removeDiscount({ db }: Transaction, orderId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('order_discount')
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}
