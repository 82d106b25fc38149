import { sql } from 'kysely'
import type { BoxOffice } from '../support/box-office-services'

/** How each move of a payment or refund is told in its order's story. */
const toldAs: Record<string, string[]> = {
  'payment created': ['payment_created'],
  'payment unknown': ['payment_unknown'],
  'payment paid': ['paid', 'late_payment'],
  'payment declined': ['payment_declined'],
  'payment error': ['payment_error'],
  'payment cancelled': ['payment_cancelled'],
  'refund created': ['refund_created'],
  'refund debited': ['refund_debited'],
  'refund unknown': ['refund_unknown'],
  'refund paid': ['refund_paid'],
  'refund error': ['refund_error'],
}

interface Line {
  orderId: number
  at: string
  kind: string
  detail: string
}

/** Every move must stand in the order's story, with its time, what brought the news, and Swish's own word. */
export async function findFaultsInStories({ storage }: BoxOffice): Promise<string[]> {
  const faults: string[] = []
  const lines = await storage.read((db) =>
    db.selectFrom('timeline_entry').select(['order_id as orderId', 'at', 'kind', 'detail']).execute(),
  )
  const moves = await storage.read((db) =>
    sql<{ kind: string; orderId: number; toStatus: string }>`
      SELECT kind, order_id AS orderId, to_status AS toStatus FROM seen_move`.execute(db),
  )
  /** `payment_created of 7` to the number of such lines. */
  const told = new Map<string, number>()
  for (const line of lines) {
    if (!isStory(line)) continue
    const { cause, swishStatus } = JSON.parse(line.detail) as Record<string, unknown>
    if (typeof cause !== 'string' || typeof swishStatus !== 'string' || Number.isNaN(Date.parse(line.at))) {
      faults.push(`order ${line.orderId}: "${line.kind}" does not tell when, why or what Swish said: ${line.detail}`)
    }
    const key = `${line.kind} of ${line.orderId}`
    told.set(key, (told.get(key) ?? 0) + 1)
  }
  for (const { kind, orderId, toStatus } of moves.rows) {
    const keys = (toldAs[`${kind} ${toStatus}`] ?? []).map((it) => `${it} of ${orderId}`)
    const key = keys.find((it) => (told.get(it) ?? 0) > 0)
    if (key === undefined) faults.push(`order ${orderId}: nothing tells that its ${kind} became ${toStatus}`)
    else told.set(key, (told.get(key) ?? 0) - 1)
  }
  return faults
}

/** A line of a payment or refund that moved. Cash, free tickets and seated money have a "paid" of their own, without news. */
function isStory({ kind, detail }: Line): boolean {
  if (!Object.values(toldAs).flat().includes(kind)) return false
  return kind !== 'paid' || 'cause' in (JSON.parse(detail) as Record<string, unknown>)
}
