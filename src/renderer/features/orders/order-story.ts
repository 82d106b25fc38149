import type { Order } from '#shared/contract/order-api'

/** One sentence of an order's story: a key under `orders.timeline`, and what fills it in. */
export interface StoryEntry {
  at: string
  kind: string
  by: string | null
  /** Plain values for the sentence: addresses, codes, titles. */
  values: Record<string, string>
  /** A person has something to do about it. */
  urgent: boolean
}

const urgentKinds = new Set(['late_payment', 'mail_failed'])

/** An order's timeline with its tickets' admissions among it, oldest first. */
export function storyOf(order: Order): StoryEntry[] {
  const entries = order.timeline.map(({ at, kind, by, detail }): StoryEntry => {
    const values = Object.fromEntries(
      Object.entries(detail).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
    return { at, kind, by, values, urgent: urgentKinds.has(kind) }
  })
  for (const { code, ticketTypeTitle, firstUsedAt } of order.tickets) {
    if (firstUsedAt === null) continue
    const values = { ticket: code, title: ticketTypeTitle }
    entries.push({ at: firstUsedAt, kind: 'checked_in', by: null, values, urgent: false })
  }
  // Instants in UTC: text order is time order, and the sort keeps what happened in the same millisecond in its order.
  return entries.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
