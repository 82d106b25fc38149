import type { ReceiptContent } from '#shared/domain/receipts/receipt-content'
import { prepareQuery } from '../prepared-query'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

export interface ReceiptRecord {
  id: number
  kind: 'sale' | 'return'
  series: 'sale' | 'training'
  number: number
  orderId: number
  shiftId: number
  registerId: number
  totalOre: number
  pageKey: string
  content: ReceiptContent
}

/** What a receipt of a sale is made of, beside its lines and its money. */
const saleFacts = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .innerJoin('shift', 'shift.id', 'order.shift_id')
    .innerJoin('register', 'register.id', 'shift.register_id')
    .leftJoin('order_discount', 'order_discount.order_id', 'order.id')
    .select([
      'order.id as orderId',
      'order.training',
      'order.total_ore as totalOre',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'shift.id as shiftId',
      'shift.closed_at as shiftClosedAt',
      'register.id as registerId',
      'register.name as registerName',
      'order_discount.kind as discountKind',
    ])
    .where('order.id', '=', param('orderId')),
)
const returnFacts = prepareQuery<{ refundId: number }>()((db, param) =>
  db
    .selectFrom('refund')
    .innerJoin('order', 'order.id', 'refund.order_id')
    .innerJoin('event', 'event.id', 'order.event_id')
    .innerJoin('shift', 'shift.id', 'refund.shift_id')
    .innerJoin('register', 'register.id', 'shift.register_id')
    .leftJoin('receipt', (join) => join.onRef('receipt.order_id', '=', 'order.id').on('receipt.kind', '=', 'sale'))
    .leftJoin('register as sale_register', 'sale_register.id', 'receipt.register_id')
    .select([
      'order.id as orderId',
      'order.training',
      'refund.reason',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'shift.id as shiftId',
      'shift.closed_at as shiftClosedAt',
      'register.id as registerId',
      'register.name as registerName',
      'receipt.number as saleNumber',
      'sale_register.name as saleRegisterName',
    ])
    .where('refund.id', '=', param('refundId')),
)

const soldTickets = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('ticket')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .select([
      'ticket.code',
      'ticket.ticket_type_id as ticketTypeId',
      'ticket_type.title',
      'ticket.price_ore as priceOre',
      'ticket.discount_ore as discountOre',
      'ticket.vat_rate_bp as vatRateBp',
      'ticket.refund_id as refundId',
    ])
    .where('ticket.order_id', '=', param('orderId'))
    .orderBy('ticket.id'),
)
const lines = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('order_line')
    .innerJoin('ticket_type', 'ticket_type.id', 'order_line.ticket_type_id')
    .select([
      'order_line.ticket_type_id as ticketTypeId',
      'ticket_type.title',
      'order_line.count',
      'order_line.price_ore as priceOre',
      'order_line.vat_rate_bp as vatRateBp',
    ])
    .where('order_line.order_id', '=', param('orderId'))
    .orderBy('order_line.position'),
)
/** Money of the sale itself that has not been given back part by part. */
const salePayments = prepareQuery<{ orderId: number }>()((db, param) =>
  db
    .selectFrom('payment')
    .leftJoin('payment as reversal', 'reversal.reverses_id', 'payment.id')
    .leftJoin('refund_due', 'refund_due.payment_id', 'payment.id')
    .select([
      'payment.tender',
      'payment.amount_ore as amountOre',
      'payment.rounding_ore as roundingOre',
      'payment.given_ore as givenOre',
      'payment.change_ore as changeOre',
    ])
    .where('payment.order_id', '=', param('orderId'))
    .where('payment.refund_id', 'is', null)
    .where('payment.reverses_id', 'is', null)
    .where('reversal.id', 'is', null)
    .where((eb) => eb.or([eb('refund_due.id', 'is', null), eb('refund_due.resolution', '=', 'seated')]))
    .orderBy('payment.id'),
)
/** Money of one act of giving back: several refunds when the sale was paid by several tenders. */
const returnedMoney = prepareQuery<{ refundId: number }>()((db, param) =>
  db
    .selectFrom('refund')
    .leftJoin('payment', 'payment.refund_id', 'refund.id')
    .select(['refund.tender', 'refund.amount_ore as amountOre', 'payment.rounding_ore as roundingOre'])
    .where((eb) => eb.or([eb('refund.id', '=', param('refundId')), eb('refund.act_id', '=', param('refundId'))]))
    .orderBy('refund.id'),
)
const lastNumber = prepareQuery<{ registerId: number; series: 'sale' | 'training' }>()((db, param) =>
  db
    .selectFrom('receipt')
    .select('number')
    .where('register_id', '=', param('registerId'))
    .where('series', '=', param('series'))
    .orderBy('number', 'desc')
    .limit(1),
)
type NewReceipt = Omit<Database['receipt'], 'id'>
const insert = prepareQuery<NewReceipt>()((db, param) =>
  db
    .insertInto('receipt')
    .values({
      register_id: param('register_id'),
      series: param('series'),
      number: param('number'),
      kind: param('kind'),
      order_id: param('order_id'),
      refund_id: param('refund_id'),
      shift_id: param('shift_id'),
      at: param('at'),
      staff_user_id: param('staff_user_id'),
      total_ore: param('total_ore'),
      content: param('content'),
      page_key: param('page_key'),
    })
    .returning('id'),
)
const staffName = prepareQuery<{ id: number }>()((db, param) =>
  db.selectFrom('staff_user').select('name').where('id', '=', param('id')),
)

const titleOfReceipt = prepareQuery<{ id: number }>()((db, param) =>
  db
    .selectFrom('receipt')
    .innerJoin('register', 'register.id', 'receipt.register_id')
    .select([
      'receipt.kind',
      'receipt.series',
      'receipt.number',
      'receipt.shift_id as shiftId',
      'receipt.register_id as registerId',
      'register.name as registerName',
    ])
    .where('receipt.id', '=', param('id')),
)

export const findReceiptTitle = (trx: Transaction, id: number) => trx.first(titleOfReceipt, { id })
export const findSaleFacts = (trx: Transaction, orderId: number) => trx.first(saleFacts, { orderId })
export const findReturnFacts = (trx: Transaction, refundId: number) => trx.first(returnFacts, { refundId })
export const listSoldTickets = (trx: Transaction, orderId: number) => trx.all(soldTickets, { orderId })
export const listTitledLines = (trx: Transaction, orderId: number) => trx.all(lines, { orderId })
export const listSalePayments = (trx: Transaction, orderId: number) => trx.all(salePayments, { orderId })
export const listReturnedMoney = (trx: Transaction, refundId: number) => trx.all(returnedMoney, { refundId })
export const findStaffName = (trx: Transaction, id: number) => trx.first(staffName, { id })?.name

/** The number that follows the last of its register and series. Taken in the transaction that uses it, it leaves no gap. */
export const nextReceiptNumber = (trx: Transaction, registerId: number, series: 'sale' | 'training') =>
  1 + (trx.first(lastNumber, { registerId, series })?.number ?? 0)

export function insertReceipt(trx: Transaction, receipt: NewReceipt): number {
  const row = trx.first(insert, receipt)
  if (row === undefined) throw new Error('a receipt was not stored')
  return row.id
}

function selectReceipts(db: Db) {
  return db
    .selectFrom('receipt')
    .select([
      'receipt.id',
      'receipt.kind',
      'receipt.series',
      'receipt.number',
      'receipt.order_id as orderId',
      'receipt.shift_id as shiftId',
      'receipt.register_id as registerId',
      'receipt.total_ore as totalOre',
      'receipt.page_key as pageKey',
      'receipt.content',
    ])
}
const asRecord = <R extends { content: string }>(row: R) => ({
  ...row,
  content: JSON.parse(row.content) as ReceiptContent,
})

export async function findReceipt(db: Db, id: number): Promise<ReceiptRecord | undefined> {
  const row = await selectReceipts(db).where('receipt.id', '=', id).executeTakeFirst()
  return row && asRecord(row)
}

export async function findReceiptByPageKey(db: Db, pageKey: string): Promise<ReceiptRecord | undefined> {
  const row = await selectReceipts(db).where('receipt.page_key', '=', pageKey).executeTakeFirst()
  return row && asRecord(row)
}

export async function findSaleReceipt(db: Db, orderId: number): Promise<ReceiptRecord | undefined> {
  const row = await selectReceipts(db)
    .where('receipt.order_id', '=', orderId)
    .where('receipt.kind', '=', 'sale')
    .executeTakeFirst()
  return row && asRecord(row)
}

export const findReceiptCopy = (db: Db, receiptId: number) =>
  db.selectFrom('receipt_copy').select('at').where('receipt_id', '=', receiptId).executeTakeFirst()

export async function insertReceiptCopy(
  { db }: Transaction,
  copy: { receiptId: number; at: string; staffUserId: number },
): Promise<void> {
  await db
    .insertInto('receipt_copy')
    .values({ receipt_id: copy.receiptId, at: copy.at, staff_user_id: copy.staffUserId })
    .execute()
}
