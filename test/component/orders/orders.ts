import type { Order, OrderTicket, Refund, RefundQuote } from '#shared/contract/order-api'

export const aTicket = (code: string, fields: Partial<OrderTicket> = {}): OrderTicket => ({
  id: 1,
  code,
  ticketTypeId: 1,
  ticketTypeTitle: 'Standardbiljett',
  priceOre: 19_999,
  discountOre: 0,
  timesUsed: 0,
  firstUsedAt: null,
  refundId: null,
  blocked: null,
  ...fields,
})

export const aRefund = (fields: Partial<Refund> = {}): Refund => ({
  id: 5,
  orderId: 7,
  kind: 'refund',
  tender: 'swish',
  status: 'initiated',
  amountOre: 19_999,
  ticketCodes: ['ABCDEF'],
  reason: 'Kan inte komma',
  errorCode: null,
  errorText: null,
  createdAt: '2026-12-05T17:00:00.000Z',
  createdBy: 'Maja Lind',
  approvedBy: null,
  settledAt: null,
  attention: null,
  ...fields,
})

/** Three tickets, paid by Swish. */
export const aPaidOrder = (fields: Partial<Order> = {}): Order => ({
  id: 7,
  orderNumber: 7,
  channel: 'till',
  status: 'paid',
  event: { id: 1, title: 'Fysikalen Dag 1', eventAt: '2026-12-05T18:00:00.000Z' },
  email: null,
  grossOre: 59_997,
  discount: null,
  totalOre: 59_997,
  paidOre: 59_997,
  shiftId: 1,
  registerId: 1,
  parkedName: null,
  revision: 1,
  training: false,
  createdAt: '2026-12-05T16:00:00.000Z',
  expiresAt: '2026-12-05T16:10:00.000Z',
  paidAt: '2026-12-05T16:01:00.000Z',
  lines: [{ ticketTypeId: 1, ticketTypeTitle: 'Standardbiljett', count: 3, priceOre: 19_999, vatRateBp: 600 }],
  tickets: [aTicket('ABCDEF'), aTicket('GHJKLM'), aTicket('NPQRST')],
  paymentAttempt: null,
  payments: [
    {
      id: 1,
      tender: 'swish',
      amountOre: 59_997,
      roundingOre: 0,
      givenOre: null,
      changeOre: 0,
      reference: '1F0A6C2B9D7E4F5583AB10C4D2E6F791',
      takenAt: '2026-12-05T16:01:00.000Z',
      takenBy: 'Kim Berg',
      reversesId: null,
    },
  ],
  refunds: [],
  refundsDue: [],
  receipts: [],
  mail: null,
  timeline: [],
  ...fields,
})

/** What giving these tickets back does when nothing else is said: by Swish, and the signed-in person may. */
export const aQuote = (ticketCodes: readonly string[], fields: Partial<RefundQuote> = {}): RefundQuote => {
  const amountOre = 19_999 * ticketCodes.length
  return {
    amountOre,
    ways: [{ tender: 'swish', amountOre, payableOre: amountOre }],
    permission: 'refund',
    approvalNeeded: false,
    limitOre: 50_000,
    ...fields,
  }
}
