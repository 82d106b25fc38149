import type { TimelineEntry } from '#shared/contract/order-api'
import { prepareQuery } from '../prepared-query'
import type { Db, TimelineKind } from '../schema'
import type { Transaction } from '../transaction'

const insert = prepareQuery<{
  orderId: number
  at: string
  kind: TimelineKind
  staffUserId: number | null
  detail: string
}>()((db, param) =>
  db.insertInto('timeline_entry').values({
    order_id: param('orderId'),
    at: param('at'),
    kind: param('kind'),
    staff_user_id: param('staffUserId'),
    detail: param('detail'),
  }),
)

/** Adds a line to an order's story, which is never changed afterwards. */
export function recordTimeline(
  trx: Transaction,
  entry: {
    orderId: number
    at: string
    kind: TimelineKind
    staffUserId?: number | null
    detail?: Record<string, unknown>
  },
): void {
  trx.run(insert, {
    orderId: entry.orderId,
    at: entry.at,
    kind: entry.kind,
    staffUserId: entry.staffUserId ?? null,
    detail: JSON.stringify(entry.detail ?? {}),
  })
}

/** An order's story, oldest first. */
export async function listTimeline(db: Db, orderId: number): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom('timeline_entry as entry')
    .leftJoin('staff_user', 'staff_user.id', 'entry.staff_user_id')
    .select(['entry.at', 'entry.kind', 'entry.detail', 'staff_user.name as by'])
    .where('entry.order_id', '=', orderId)
    .orderBy('entry.id')
    .execute()
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }))
}
