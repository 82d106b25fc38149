import type { Voucher } from '#shared/contract/voucher-api'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

/** Vouchers as the office sees them, with their uses: orders that carry them and are paid, or may still be. */
const selectVouchers = (db: Db) =>
  db.selectFrom('voucher').select((eb) => [
    'voucher.id',
    'code',
    'title',
    'kind',
    'value',
    'max_uses as maxUses',
    'valid_from as validFrom',
    'valid_to as validTo',
    'voucher.event_id as eventId',
    'version',
    'voucher.created_at as createdAt',
    'archived_at as archivedAt',
    eb
      .selectFrom('order_discount')
      .innerJoin('order', 'order.id', 'order_discount.order_id')
      .select(({ fn }) => fn.countAll<number>().as('uses'))
      .whereRef('order_discount.voucher_id', '=', 'voucher.id')
      .where('order.status', 'in', ['reserved', 'paid', 'refunded'])
      .where('order.training', '=', 0)
      .$asScalar()
      .$notNull()
      .as('uses'),
  ])

export const listVouchers = (db: Db): Promise<Voucher[]> => selectVouchers(db).orderBy('voucher.id', 'desc').execute()

export const findVoucher = (db: Db, id: number): Promise<Voucher | undefined> =>
  selectVouchers(db).where('voucher.id', '=', id).executeTakeFirst()

/** Whether a code belongs to a voucher other than this one; archived ones keep theirs. */
export async function isVoucherCodeTaken(db: Db, code: string, butId: number | null): Promise<boolean> {
  const row = await db
    .selectFrom('voucher')
    .select('id')
    .where('code', '=', code)
    .$if(butId !== null, (query) => query.where('id', '!=', butId))
    .executeTakeFirst()
  return row !== undefined
}

type VoucherColumns = Pick<
  Database['voucher'],
  'code' | 'title' | 'kind' | 'value' | 'max_uses' | 'valid_from' | 'valid_to' | 'event_id'
>

/** @returns the new voucher's id */
export async function insertVoucher({ db }: Transaction, voucher: VoucherColumns, now: string): Promise<number> {
  const { id } = await db
    .insertInto('voucher')
    .values({ ...voucher, version: 1, created_at: now, archived_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Saves a voucher if nobody has since `version` was read; false otherwise. */
export async function updateVoucher(
  { db }: Transaction,
  id: number,
  voucher: VoucherColumns & { version: number; archived_at: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('voucher')
    .set({ ...voucher, version: voucher.version + 1 })
    .where('id', '=', id)
    .where('version', '=', voucher.version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
