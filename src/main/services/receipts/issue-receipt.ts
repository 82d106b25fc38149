import { randomBytes } from 'node:crypto'
import { splitVat } from '#shared/domain/money/vat'
import type { ReceiptContent } from '#shared/domain/receipts/receipt-content'
import { shareDiscount } from '#shared/domain/orders/discount'
import { recordJournal } from '../../storage/repositories/journal-repository'
import {
  findReturnFacts,
  findSaleFacts,
  findStaffName,
  insertReceipt,
  listReturnedMoney,
  listSalePayments,
  listSoldTickets,
  listTitledLines,
  nextReceiptNumber,
} from '../../storage/repositories/receipt-repository'
import type { Transaction } from '../../storage/transaction'
import { venueNow, tillNow } from '../stored-settings'

/** 192 bits: a receipt's page is found by who was given its address, and by nobody else. */
const PAGE_KEY_BYTES = 24

interface IssuedBy {
  now: string
  staffUserId: number | null
  /** Serial number of the control unit that signed it, where one is attached. */
  controlUnit?: string | null
}

/** One sold or returned thing: what it cost and what of it was taken off. */
interface Item {
  ticketTypeId: number
  title: string
  priceOre: number
  discountOre: number
  vatRateBp: number
}

/**
 * Issues the receipt of a sale, in the transaction that made the order paid and after its payments were recorded.
 *
 * @returns its id; undefined when no open shift sells the order, as for a sale on the web
 */
export function issueSaleReceipt(trx: Transaction, orderId: number, by: IssuedBy): number | undefined {
  const sale = findSaleFacts(trx, orderId)
  if (sale === undefined || sale.shiftClosedAt !== null) return undefined
  const training = sale.training === 1
  const items = training ? practiceItems(trx, orderId, sale.totalOre) : listSoldTickets(trx, orderId)
  const payments = listSalePayments(trx, orderId)
  return issue(trx, by, {
    ...sale,
    kind: 'sale',
    refundId: null,
    sign: 1,
    items,
    complimentary: sale.discountKind === 'complimentary',
    tenders: payments.length > 0 ? payments : [noTender],
    returned: null,
  })
}

/**
 * Issues the receipt of tickets that were given back, in the transaction of the act and after all its refunds, payments and
 * ended tickets were recorded.
 *
 * @param refundId the refund that ended the tickets
 * @returns its id; undefined when the act has no open shift
 */
export function issueReturnReceipt(trx: Transaction, refundId: number, by: IssuedBy): number | undefined {
  const act = findReturnFacts(trx, refundId)
  if (act === undefined || act.shiftClosedAt !== null) return undefined
  const tickets = listSoldTickets(trx, act.orderId).filter((ticket) => ticket.refundId === refundId)
  const money = listReturnedMoney(trx, refundId).map(({ tender, amountOre, roundingOre }) => ({
    tender,
    amountOre: -amountOre,
    roundingOre: roundingOre ?? 0,
    givenOre: null,
    changeOre: 0,
  }))
  return issue(trx, by, {
    ...act,
    kind: 'return',
    refundId,
    sign: -1,
    items: tickets,
    complimentary: false,
    tenders: money.filter(({ tender, amountOre }) => tender === 'none' || amountOre !== 0),
    returned: {
      ticketCodes: tickets.map(({ code }) => code),
      reason: act.reason,
      saleNumber: act.saleNumber,
      saleRegisterName: act.saleRegisterName,
    },
  })
}

const noTender = { tender: 'none' as const, amountOre: 0, roundingOre: 0, givenOre: null, changeOre: 0 }

/** A practice sale has no tickets: its lines stand for them, with the discount shared out as at a sale. */
function practiceItems(trx: Transaction, orderId: number, totalOre: number): Item[] {
  const items = listTitledLines(trx, orderId).flatMap(({ count, ...line }) => Array<typeof line>(count).fill(line))
  const prices = items.map(({ priceOre }) => priceOre)
  const shares = shareDiscount(prices, prices.reduce((sum, price) => sum + price, 0) - totalOre)
  return items.map((item, index) => ({ ...item, discountOre: shares[index] ?? 0 }))
}

interface Receipt extends Pick<ReceiptContent, 'kind' | 'complimentary' | 'tenders' | 'returned'> {
  orderId: number
  refundId: number | null
  shiftId: number
  registerId: number
  registerName: string
  training: number
  eventTitle: string
  eventAt: string
  /** Of a return −1: its amounts are below zero. */
  sign: 1 | -1
  items: Item[]
}

function issue(trx: Transaction, by: IssuedBy, receipt: Receipt): number {
  const { registerId, shiftId, orderId, sign, items, kind } = receipt
  const training = receipt.training === 1
  const series = training ? 'training' : 'sale'
  const number = nextReceiptNumber(trx, registerId, series)
  const venue = venueNow(trx)
  const grossOre = sum(items.map(({ priceOre }) => priceOre))
  const discountOre = sum(items.map((item) => item.discountOre))
  const content: ReceiptContent = {
    kind,
    language: venue.language,
    zone: venue.zone,
    company: { name: venue.name, organisationNumber: venue.organisationNumber, address: venue.address },
    registerName: receipt.registerName,
    number,
    training,
    at: by.now,
    cashier: by.staffUserId === null ? null : (findStaffName(trx, by.staffUserId) ?? null),
    orderNumber: orderId,
    event: { title: receipt.eventTitle, eventAt: receipt.eventAt },
    articles: articlesOf(items, sign),
    discountOre: sign * discountOre,
    complimentary: receipt.complimentary,
    totalOre: sign * (grossOre - discountOre),
    vat: splitVat(
      items.map((item) => ({ grossOre: sign * (item.priceOre - item.discountOre), vatRateBp: item.vatRateBp })),
    ),
    tenders: receipt.tenders,
    returned: receipt.returned,
    controlUnit: by.controlUnit ?? null,
    footer: tillNow(trx).receiptFooter,
  }
  const id = insertReceipt(trx, {
    register_id: registerId,
    series,
    number,
    kind,
    order_id: orderId,
    refund_id: receipt.refundId,
    shift_id: shiftId,
    at: by.now,
    staff_user_id: by.staffUserId,
    total_ore: content.totalOre,
    content: JSON.stringify(content),
    page_key: randomBytes(PAGE_KEY_BYTES).toString('base64url'),
  })
  recordJournal(trx, {
    at: by.now,
    kind,
    shiftId,
    registerId,
    orderId,
    staffUserId: by.staffUserId,
    amountOre: content.totalOre,
    detail: { receiptId: id, series, number, vat: content.vat },
  })
  return id
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** One article for each type at each price, in the order in which they were chosen. */
function articlesOf(items: readonly Item[], sign: 1 | -1): ReceiptContent['articles'] {
  const articles = new Map<string, ReceiptContent['articles'][number]>()
  for (const { ticketTypeId, title, priceOre } of items) {
    const key = `${ticketTypeId}/${priceOre}`
    const article = articles.get(key) ?? { title, count: 0, amountOre: 0 }
    articles.set(key, { title, count: article.count + 1, amountOre: article.amountOre + sign * priceOre })
  }
  return [...articles.values()]
}
