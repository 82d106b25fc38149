import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'

/** One ticket type in an order, at the price and VAT rate that it was reserved at. */
export interface OrderLineRecord {
  ticketTypeId: number
  count: number
  priceOre: number
  vatRateBp: number
}

const insertLine = prepareQuery<OrderLineRecord & { orderId: number; position: number }>()((db, param) =>
  db.insertInto('order_line').values({
    order_id: param('orderId'),
    ticket_type_id: param('ticketTypeId'),
    position: param('position'),
    count: param('count'),
    price_ore: param('priceOre'),
    vat_rate_bp: param('vatRateBp'),
  }),
)

const linesOfOrder = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('order_line')
    .select(['ticket_type_id as ticketTypeId', 'count', 'price_ore as priceOre', 'vat_rate_bp as vatRateBp'])
    .where('order_id', '=', param('orderId'))
    .orderBy('position'),
)

const removeLines = prepareQuery<{ orderId: number }>()((db, param) =>
  db.deleteFrom('order_line').where('order_id', '=', param('orderId')),
)

export function insertOrderLines(trx: Transaction, orderId: number, lines: readonly OrderLineRecord[]): void {
  for (const [position, line] of lines.entries()) trx.run(insertLine, { ...line, orderId, position })
}

/** In the order in which they were chosen. */
export function listOrderLines(trx: Transaction, orderId: number): OrderLineRecord[] {
  return trx.all(linesOfOrder, { orderId })
}

export function replaceOrderLines(trx: Transaction, orderId: number, lines: readonly OrderLineRecord[]): void {
  trx.run(removeLines, { orderId })
  insertOrderLines(trx, orderId, lines)
}
