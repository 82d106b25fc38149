import { sql } from 'kysely'
import type { Db } from '../schema'

/** Money of real sales taken and given back in a time, `from` included, `to` not: at tills, and over the web. */
export async function sumSales(db: Db, from: string, to: string): Promise<{ tillOre: number; webOre: number }> {
  const atTill = sql<number>`payment.shift_id IS NOT NULL
    OR (SELECT channel FROM "order" WHERE "order".id = payment.order_id) = 'till'`
  const row = await db
    .selectFrom('payment')
    .select([
      sql<number>`coalesce(sum(amount_ore) FILTER (WHERE ${atTill}), 0)`.as('tillOre'),
      sql<number>`coalesce(sum(amount_ore) FILTER (WHERE NOT (${atTill})), 0)`.as('webOre'),
    ])
    .where('taken_at', '>=', from)
    .where('taken_at', '<', to)
    .where('training', '=', 0)
    // An exchange moves what has been counted already.
    .where('tender', '!=', 'exchange')
    .executeTakeFirstOrThrow()
  return row
}
