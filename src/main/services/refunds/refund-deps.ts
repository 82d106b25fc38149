import type { Refund } from '#shared/contract/order-api'
import type { Settings } from '#shared/contract/settings-api'
import { getOrder, type OrderRecord } from '../../storage/repositories/order-repository'
import { countRefunded, endTickets, getRefund, refundViews } from '../../storage/repositories/refund-repository'
import { takeBackSold } from '../../storage/repositories/seat-repository'
import type { Transaction } from '../../storage/transaction'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { ApprovalRequest, StaffService } from '../staff-service'
import type { SwishAttention } from '../swish/attention'
import type { RefundService } from '../swish/refund-service'
import type { SwishConnection } from '../swish/swish-connection'
import { issueReturnReceipt } from '../receipts/issue-receipt'
import { queueReturnPrints } from '../printing/till-prints'
import type { Act, Share, StoredRefunds } from './give-back'

/** What giving tickets back needs, whether for money or for other tickets. */
export interface GiveBackDeps extends ServiceDeps {
  staff: Pick<StaffService, 'approve'>
  settings: { current: () => Pick<Settings, 'till'> }
  connection: Pick<SwishConnection, 'inUse'>
  attention: SwishAttention
  /** Carries to Swish what has been stored. */
  swishRefunds: Pick<RefundService, 'send'>
  seatNews: SeatNews
  onSeatsChanged: () => void
}

/** Who asks, from where, and the key of the one intention. */
export type RefundAsked = Pick<ApprovalRequest, 'caller' | 'address'> & { key: string }

export type GiveBackRefusal =
  | { code: 'order_not_found' }
  /** Not paid, practice, or by money that has no way back. */
  | { code: 'not_refundable' }
  | { code: 'ticket_not_refundable'; ticket: string; reason: 'not_in_order' | 'refunded' | 'used' }
  /** The Swish that the money came by is not the one in use. */
  | { code: 'swish_not_set_up' }

/** Refunds are asked for at the Swish that the money came by. */
export function swishRefusal(
  deps: Pick<GiveBackDeps, 'connection'>,
  shares: readonly Share[],
): { code: 'swish_not_set_up' } | undefined {
  const inUse = deps.connection.inUse()?.provider.environment
  const other = shares.some(({ source }) => source.swish !== null && source.swish.environment !== inUse)
  return other ? { code: 'swish_not_set_up' } : undefined
}

/** Ends tickets for the refund that stands for the act, and puts their seats back on sale. */
export async function endForRefund(
  trx: Transaction,
  order: Pick<OrderRecord, 'id' | 'eventId'>,
  ticketCodes: readonly string[],
  actId: number,
  how: { now: string; evenUsed: boolean },
): Promise<void> {
  if ((await endTickets(trx, ticketCodes, actId, how)) !== ticketCodes.length) {
    throw new Error(`tickets of order ${order.id} changed while they were refunded`)
  }
  await countRefunded(trx, order.id, ticketCodes.length, how.now)
  takeBackSold(trx, order.eventId, ticketCodes.length)
}

/** The receipt of an act at a till, and its print. What the office sends back without a shift has none. */
export function issueReturn(trx: Transaction, act: Act, actId: number, shares: readonly Share[]): void {
  const { shiftId, orderId, now, staffUserId } = act
  const receiptId = shiftId === null ? undefined : issueReturnReceipt(trx, actId, { now, staffUserId })
  if (receiptId === undefined) return
  const cashGiven = shares.some(({ source }) => source.tender === 'cash')
  queueReturnPrints(trx, { orderId, receiptId, cashGiven, now, staffUserId })
}

export async function findRefundView(
  deps: Pick<GiveBackDeps, 'attention'>,
  trx: Transaction,
  refundId: number,
): Promise<Refund> {
  const [seen] = await refundViews(trx.db, [await getRefund(trx, refundId)], deps.attention.viewpoint())
  if (seen === undefined) throw new Error(`refund ${refundId} has no view`)
  return seen
}

/** What follows the commit: Swish is asked, and the screens are told. */
export async function tellGivenBack(
  deps: GiveBackDeps,
  orderId: number,
  stored: StoredRefunds & { eventId: number },
): Promise<void> {
  await deps.swishRefunds.send(stored.swishIds)
  const { refund, status } = await deps.inTransaction(async (trx) => ({
    refund: await findRefundView(deps, trx, stored.actId),
    status: getOrder(trx, orderId).status,
  }))
  if (!stored.swishIds.includes(stored.actId)) deps.news.publish('refund', refund)
  deps.onSeatsChanged()
  deps.seatNews.seatsChanged(new Set([stored.eventId]))
  deps.news.publish('order', { orderId, status })
}
