import type { Order, TimelineEntry } from '#shared/contract/order-api'
import type { OrderScan } from '#shared/contract/order-scan-api'

/** One sentence of an order's story, and what Swish or a person said along with it. */
export interface StoryEntry {
  at: string
  /** Keys under `orders.timeline`, the most telling first; the last is the kind itself. */
  keys: string[]
  by: string | null
  /** Plain words for the sentence: addresses, codes, titles. */
  values: Record<string, string>
  amountOre: number | null
  ticketCodes: string[]
  /** Swish's own status, and how we came to know it. */
  swish: { status: string; cause: string } | null
  /** Swish's own words for what went wrong, and whether a payment or a refund did. */
  error: { kind: 'payment' | 'refund'; code: string; text: string | null } | null
  /** Key under `swish.attention`: why the payment waited for a person from here on. */
  attention: string | null
  /** What a person wrote. */
  note: string | null
  /** A person has something to do about it. */
  urgent: boolean
}

const textIn = (detail: TimelineEntry['detail'], key: string): string | null => {
  const value = detail[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Which kinds cry for a person, as long as what they tell of is still undone. */
function urgentKinds(order: Order): ReadonlySet<string> {
  const kinds = new Set(['mail_failed'])
  if (order.refundsDue.some(({ resolution }) => resolution === null)) kinds.add('refund_due')
  if (order.refunds.some(({ attention }) => attention !== null)) kinds.add('refund_error').add('refund_unknown')
  if ((order.paymentAttempt?.attention ?? null) !== null) kinds.add('payment_unknown')
  return kinds
}

function entryOf({ at, kind, by, detail }: TimelineEntry, urgent: ReadonlySet<string>): StoryEntry {
  const cause = textIn(detail, 'cause')
  const status = textIn(detail, 'swishStatus')
  const code = textIn(detail, 'errorCode')
  const { amountOre, ticketCodes } = detail
  const variants = [textIn(detail, 'outcome'), textIn(detail, 'reason'), textIn(detail, 'tender'), cause].filter(
    (it) => it !== null && /^[a-z_]+$/.test(it),
  )
  return {
    at,
    keys: [...variants.map((variant) => `${kind}_${variant}`), kind],
    by,
    values: Object.fromEntries(
      Object.entries(detail).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    amountOre: typeof amountOre === 'number' ? amountOre : null,
    ticketCodes: Array.isArray(ticketCodes) ? ticketCodes.filter((it) => typeof it === 'string') : [],
    swish: status === null || cause === null || cause === 'by_hand' ? null : { status, cause },
    error:
      code === null
        ? null
        : { kind: kind.startsWith('refund') ? 'refund' : 'payment', code, text: textIn(detail, 'errorText') },
    attention: textIn(detail, 'attention'),
    note: textIn(detail, 'note'),
    urgent: urgent.has(kind),
  }
}

const noWords = {
  amountOre: null,
  ticketCodes: [],
  swish: null,
  error: null,
  attention: null,
  note: null,
  urgent: false,
}

/** What the doors let through, and what was taken back of it. Refusals are told with the ticket alone. */
function doorEntriesOf(order: Order, scans: readonly OrderScan[]): StoryEntry[] {
  const titles = new Map(order.tickets.map(({ code, ticketTypeTitle }) => [code, ticketTypeTitle]))
  return scans
    .filter(({ reason, outcome }) => reason === null && outcome !== 'valid')
    .flatMap(({ ticketCode, at, outcome, doorName, staffName, deviceName, undone }) => {
      const values = { ticket: ticketCode, title: titles.get(ticketCode) ?? '', door: doorName }
      const told: StoryEntry = { ...noWords, at, keys: [`door_${outcome}`], by: staffName ?? deviceName, values }
      return undone === null
        ? [told]
        : [told, { ...noWords, at: undone.at, keys: ['door_undone'], by: undone.by, values }]
    })
}

/** An order's timeline with its tickets' passages among it, oldest first. */
export function storyOf(order: Order, scans: readonly OrderScan[] = []): StoryEntry[] {
  const urgent = urgentKinds(order)
  const entries = [...order.timeline.map((entry) => entryOf(entry, urgent)), ...doorEntriesOf(order, scans)]
  for (const { code, ticketTypeTitle, firstUsedAt } of order.tickets) {
    if (firstUsedAt === null) continue
    // A use by the ticket API or at the till is no scan.
    if (
      scans.some(({ ticketCode, at, outcome }) => ticketCode === code && at === firstUsedAt && outcome === 'admitted')
    )
      continue
    entries.push({
      ...noWords,
      at: firstUsedAt,
      keys: ['checked_in'],
      by: null,
      values: { ticket: code, title: ticketTypeTitle },
    })
  }
  // Instants in UTC: text order is time order, and the sort keeps what happened in the same millisecond in its order.
  return entries.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
