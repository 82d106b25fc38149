import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'
import { listOrderLines } from './order-line-repository'

const insertTicket = prepareQuery<{
  code: string
  orderId: number
  eventId: number
  ticketTypeId: number
  priceOre: number
  discountOre: number
  vatRateBp: number
}>()((db, param) =>
  db
    .insertInto('ticket')
    .values({
      code: param('code'),
      order_id: param('orderId'),
      event_id: param('eventId'),
      ticket_type_id: param('ticketTypeId'),
      price_ore: param('priceOre'),
      discount_ore: param('discountOre'),
      vat_rate_bp: param('vatRateBp'),
    })
    .onConflict((conflict) => conflict.column('code').doNothing()),
)

/** Codes are tried again when the database has seen one before; at a hundred million used ones this is still plenty. */
const MOST_CODE_TRIES = 1_000

/**
 * Makes the tickets of an order's lines.
 *
 * @param shareOut the discount of each ticket, given their prices in their order
 */
export function issueTickets(
  trx: Transaction,
  order: { id: number; eventId: number },
  newTicketCode: () => string,
  shareOut: (pricesOre: readonly number[]) => readonly number[],
): void {
  const wanted = listOrderLines(trx, order.id).flatMap(({ count, ...line }) =>
    Array.from({ length: count }, () => line),
  )
  const shares = shareOut(wanted.map(({ priceOre }) => priceOre))
  for (const [index, line] of wanted.entries()) {
    const ticket = { ...line, orderId: order.id, eventId: order.eventId, discountOre: shares[index] ?? 0 }
    let tries = 0
    while (trx.run(insertTicket, { ...ticket, code: newTicketCode() }) === 0) {
      if (++tries >= MOST_CODE_TRIES) throw new Error('no free ticket code was found')
    }
  }
}

const ticketsOfOrder = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('ticket')
    .select(['id', 'price_ore as priceOre'])
    .where('order_id', '=', param('orderId'))
    .orderBy('id'),
)

const setShare = prepareQuery<{ id: number; discountOre: number }>()((db, param) =>
  db
    .updateTable('ticket')
    .set({ discount_ore: param('discountOre') })
    .where('id', '=', param('id')),
)

/** Writes on tickets that exist already, while they are unpaid, what the order's discount takes off each. */
export function shareDiscountOverTickets(
  trx: Transaction,
  orderId: number,
  shareOut: (pricesOre: readonly number[]) => readonly number[],
): void {
  const tickets = trx.all(ticketsOfOrder, { orderId })
  const shares = shareOut(tickets.map(({ priceOre }) => priceOre))
  for (const [index, { id }] of tickets.entries()) trx.run(setShare, { id, discountOre: shares[index] ?? 0 })
}
