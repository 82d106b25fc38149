/*
 * The rules of the box office on a page: what an order is, which seats it holds, and what money does to it. No clock, no
 * storage, no Swish.
 */

export interface ModelTicket {
  code: string
  uses: number
  isRefunded: boolean
}

/** A payment at Swish: `silent`, its bank does not answer. */
export interface ModelAttempt {
  id: number
  instructionId: string
  state: 'live' | 'silent' | 'paid' | 'declined' | 'cancelled' | 'not_paid'
}

export interface ModelDue {
  reason: 'seats_sold' | 'order_closed' | 'paid_twice'
  /** Without one, as after a settlement by hand, Swish cannot send the money back. */
  hasReference: boolean
  isOpen: boolean
}

export interface ModelOrder {
  id: number
  tickets: ModelTicket[]
  status: 'reserved' | 'paid' | 'cancelled' | 'refunded'
  attempts: ModelAttempt[]
  dues: ModelDue[]
  expiresAtMs: number
  paidAtMs: number
  /** What its tickets were paid with, if Swish can send that back. */
  isRefundable: boolean
}

export class BoxOfficeModel {
  readonly orders: ModelOrder[] = []

  constructor(
    private readonly seats: number,
    private readonly reservationMs: number,
    private readonly nowMs: () => number,
  ) {}

  /** The payment that holds an order's seats, as Swish may still call it paid. */
  live = (order: ModelOrder) => order.attempts.find(({ state }) => state === 'live' || state === 'silent')

  isReserved = (order: ModelOrder) =>
    order.status === 'reserved' && (this.live(order) !== undefined || order.expiresAtMs > this.nowMs())

  seatsOf(order: ModelOrder): number {
    if (!this.isReserved(order) && order.status !== 'paid') return 0
    return order.tickets.filter(({ isRefunded }) => !isRefunded).length
  }

  seatsLeft = () => this.seats - this.orders.reduce((sum, order) => sum + this.seatsOf(order), 0)

  statusOf = (order: ModelOrder) => (order.status === 'reserved' && !this.isReserved(order) ? 'expired' : order.status)

  statusOfTicket = (order: ModelOrder, ticket: ModelTicket) => (ticket.isRefunded ? 'refunded' : this.statusOf(order))

  canHold = (order: ModelOrder) => this.isReserved(order) || order.tickets.length <= this.seatsLeft()

  /** Takes its seats again if they ran out. @returns false when they have been sold */
  holdAgain(order: ModelOrder): boolean {
    if (this.isReserved(order)) return true
    if (!this.canHold(order)) return false
    order.status = 'reserved'
    order.expiresAtMs = this.nowMs() + this.reservationMs
    return true
  }

  pay(order: ModelOrder, isRefundable: boolean): void {
    Object.assign(order, { status: 'paid', paidAtMs: this.nowMs(), isRefundable })
  }

  /** Swish, or a person who looked at the bank, says that an attempt is paid. */
  receiveMoney(order: ModelOrder, attempt: ModelAttempt, hasReference: boolean): void {
    const wasReserved = order.status === 'reserved'
    const canBeUsed = wasReserved && (this.isReserved(order) || this.holdAgain(order))
    attempt.state = 'paid'
    if (canBeUsed) {
      this.pay(order, hasReference)
      // Nobody may pay it a second time.
      const other = this.live(order)
      if (other?.state === 'live') other.state = 'cancelled'
      return
    }
    const reason = wasReserved ? 'seats_sold' : order.status === 'cancelled' ? 'order_closed' : 'paid_twice'
    order.dues.push({ reason, hasReference, isOpen: true })
  }

  /** Money for it has come and waits for a decision: nobody is asked for more. */
  isMoneyWaiting = (order: ModelOrder) => order.dues.some(({ isOpen }) => isOpen)

  refund(order: ModelOrder, tickets: readonly ModelTicket[]): void {
    for (const ticket of tickets) ticket.isRefunded = true
    if (order.tickets.every(({ isRefunded }) => isRefunded)) order.status = 'refunded'
  }

  /** Whether the money that waits for a decision can become its tickets. */
  seat(order: ModelOrder, due: ModelDue): 'seated' | 'not_seatable' | 'out_of_seats' | 'payment_in_progress' {
    if (due.reason !== 'paid_twice') {
      const waiting = this.live(order)
      if (waiting?.state === 'live') waiting.state = 'cancelled'
    }
    if (this.live(order) !== undefined) return 'payment_in_progress'
    if (order.status === 'paid' || order.status === 'refunded') return 'not_seatable'
    if (!this.holdAgain(order)) return 'out_of_seats'
    due.isOpen = false
    this.pay(order, due.hasReference)
    return 'seated'
  }

  attention = () =>
    this.orders.reduce(
      (sum, { attempts, dues }) =>
        sum + attempts.filter(({ state }) => state === 'silent').length + dues.filter(({ isOpen }) => isOpen).length,
      0,
    )
}
