import type { Event, TicketType } from '#shared/contract/event-api'
import type { NewOrder, Order, PaymentAttempt } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'

export const aTicketType = (fields: Partial<TicketType> = {}): TicketType => ({
  id: 1,
  title: 'Standardbiljett',
  description: '',
  priceOre: 19_999,
  vatClassId: 1,
  vatRateBp: 600,
  visible: true,
  admit: { times: 1, per: 'ticket' },
  doorNote: '',
  version: 1,
  archivedAt: null,
  ...fields,
})

export const anEvent = (fields: Partial<Event> = {}): Event => ({
  id: 1,
  title: 'Fysikalen Dag 1',
  description: '',
  eventAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  doorsOpenAt: null,
  salesStopAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  seats: 100,
  maxTicketsPerPayment: 8,
  reservationSeconds: 600,
  swishMessage: '',
  ticketTypeIds: [1, 2],
  version: 1,
  seatsTaken: 0,
  seatsLeft: 100,
  ticketsSold: 0,
  archivedAt: null,
  ...fields,
})

/** The order that a server would make of a request. */
export function anOrder(request: NewOrder, fields: Partial<Order> = {}): Order {
  const lines = request.lines.map((line) => ({
    ...line,
    ticketTypeTitle: line.ticketTypeId === 1 ? 'Standardbiljett' : 'Studentbiljett',
    priceOre: line.ticketTypeId === 1 ? 19_999 : 9_950,
    vatRateBp: 600,
  }))
  const grossOre = lines.reduce((sum, { count, priceOre }) => sum + count * priceOre, 0)
  return {
    id: 17,
    orderNumber: 17,
    channel: 'till',
    status: 'reserved',
    event: { id: request.eventId, title: 'Fysikalen Dag 1', eventAt: anEvent().eventAt },
    email: request.email ?? null,
    grossOre,
    discount: null,
    totalOre: grossOre,
    paidOre: 0,
    shiftId: request.shiftId,
    registerId: 1,
    parkedName: null,
    revision: 1,
    training: request.training ?? false,
    createdAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    paidAt: null,
    lines,
    tickets: [],
    paymentAttempt: null,
    payments: [],
    refunds: [],
    refundsDue: [],
    receipts: [],
    mail: null,
    timeline: [],
    ...fields,
  }
}

export const anAttempt = (fields: Partial<PaymentAttempt> = {}): PaymentAttempt => ({
  id: 1,
  orderId: 17,
  tender: 'swish',
  status: 'created',
  amountOre: 39_998,
  token: 'token1',
  payerAlias: null,
  errorCode: null,
  errorText: null,
  createdAt: new Date().toISOString(),
  settlesBy: new Date(Date.now() + 180_000).toISOString(),
  settledAt: null,
  cancelRequested: false,
  attention: null,
  ...fields,
})

export const aSwishStatus = (fields: Partial<SwishStatus> = {}): SwishStatus => ({
  environment: 'production',
  state: 'ready',
  problem: null,
  since: new Date().toISOString(),
  certificateExpiresAt: null,
  certificateDaysLeft: null,
  attentionCount: 0,
  ...fields,
})

const aShift = (fields: Partial<Shift> = {}): Shift => ({
  id: 5,
  registerId: 1,
  registerName: 'Kassa 1',
  floatOre: 100_000,
  openedAt: new Date().toISOString(),
  openedBy: 'Maja Lind',
  openedById: 1,
  closedAt: null,
  closedBy: null,
  ...fields,
})

export const aRegister = (fields: Partial<Register> = {}): Register => ({
  id: 1,
  name: 'Kassa 1',
  version: 1,
  archivedAt: null,
  openShift: aShift(),
  lastCountedOre: null,
  ...fields,
})
