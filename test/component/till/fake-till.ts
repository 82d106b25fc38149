import { cashRounding } from '#shared/domain/money/cash-rounding'
import { discountOre } from '#shared/domain/orders/discount'
import type {
  CashPaymentRequest,
  DiscountRequest,
  NewOrder,
  Order,
  OrderEdit,
  Tender,
} from '#shared/contract/order-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { anEvent, anOrder, aRegister, aTicketType } from './catalogue'

const kindOf = ({ method, path }: FakeRequest): string =>
  `${method} ${path.replace(/\?.*/, '').replace(/\/\d+/g, '/:id')}`

/** The server's side of a till: orders that behave like the contract says, and what a test puts in front of it. */
export function fakeTill() {
  const till = {
    /** By id. */
    orders: new Map<number, Order>(),
    registers: [aRegister()],
    events: [anEvent({ id: 2, title: 'Fysikalen Dag 2', eventAt: '2999-01-02T18:00:00.000Z' }), anEvent()],
    ticketTypes: [aTicketType(), aTicketType({ id: 2, title: 'Studentbiljett', priceOre: 9_950 })],
    /** Answers of a test's own, by kind (`PUT /orders/:id`). */
    answers: new Map<string, (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>>(),
    seen: [] as FakeRequest[],
    sent: (kind: string) => till.seen.filter((request) => kindOf(request) === kind),
    keysOf: (kind: string) => till.sent(kind).map(({ headers }) => headers.get('idempotency-key')),
    /** The only order that is not ended. */
    get order(): Order {
      const order = [...till.orders.values()].at(-1)
      if (order === undefined) throw new Error('Nothing is reserved')
      return order
    },
    change,
    pay,
  }
  const made = new Map<string, number>()
  let nextId = 17

  function change(id: number, fields: Partial<Order>): Order {
    const before = till.orders.get(id)
    if (before === undefined) throw new Error(`No order ${String(id)}`)
    const order = { ...before, ...fields }
    till.orders.set(id, order)
    return order
  }

  function create(request: FakeRequest): FakeAnswer {
    const key = request.headers.get('idempotency-key') ?? ''
    const id = made.get(key) ?? nextId++
    if (!made.has(key)) {
      made.set(key, id)
      till.orders.set(id, anOrder(request.body as NewOrder, { id, orderNumber: id }))
    }
    return { status: 201, body: till.orders.get(id) }
  }

  function edit(order: Order, { lines, email, revision }: OrderEdit): FakeAnswer {
    if (revision !== order.revision) return problem(409, 'edit_conflict')
    if (order.status === 'cancelled' || order.status === 'paid') return problem(409, 'not_editable', order)
    const fresh = anOrder({ eventId: order.event.id, shiftId: order.shiftId ?? 0, lines, email: email ?? null })
    const off = order.discount === null ? 0 : discountOre(fresh.grossOre, order.discount)
    const { expiresAt, grossOre } = fresh
    const fields = { lines: fresh.lines, email: email ?? null, grossOre, totalOre: grossOre - off, expiresAt }
    return { status: 200, body: change(order.id, { ...fields, status: 'reserved', revision: revision + 1 }) }
  }

  function discount(order: Order, request: DiscountRequest): FakeAnswer {
    const rule = request.kind === 'amount' ? ('amount' as const) : ('percent' as const)
    const value = 'value' in request ? request.value : 10_000
    const amountOre = discountOre(order.grossOre, { rule, value })
    const reason = 'reason' in request ? request.reason : ''
    const voucherCode = 'code' in request ? request.code : null
    return {
      status: 200,
      body: change(order.id, {
        discount: {
          kind: request.kind,
          rule,
          value,
          amountOre,
          reason,
          voucherCode,
          grantedBy: 'Kim',
          approvedBy: null,
        },
        totalOre: order.grossOre - amountOre,
        revision: order.revision + 1,
      }),
    }
  }

  function pay(id: number, tender: Tender, asked: { amountOre?: number; givenOre?: number }): Order {
    const order = till.orders.get(id)
    if (order === undefined) throw new Error(`No order ${String(id)}`)
    const restOre = order.totalOre - order.paidOre
    const last = asked.amountOre === undefined
    const roundingOre = tender === 'cash' && last ? cashRounding(restOre).roundingOre : 0
    const amountOre = asked.amountOre ?? restOre
    const givenOre = asked.givenOre ?? null
    const payment = {
      ...{ id: order.payments.length + 1, tender, amountOre, roundingOre, givenOre, reference: null, reversesId: null },
      changeOre: givenOre === null ? 0 : givenOre - amountOre - roundingOre,
      ...{ takenAt: new Date().toISOString(), takenBy: 'Maja Lind' },
    }
    const payments = amountOre === 0 ? order.payments : [...order.payments, payment]
    if (!last) return change(id, { paidOre: order.paidOre + amountOre, payments })
    const ticket = { id: 1, code: 'ABCDEF', ticketTypeId: 1, ticketTypeTitle: 'Standardbiljett', priceOre: 19_999 }
    return change(id, {
      ...{ status: 'paid', paidOre: order.totalOre, payments },
      tickets: [{ ...ticket, discountOre: 0, timesUsed: 0, firstUsedAt: null, refundId: null, blocked: null }],
    })
  }

  function reverse(order: Order, paymentId: number): FakeAnswer {
    const part = order.payments.find(({ id }) => id === paymentId)
    if (part === undefined) return problem(404, 'payment_not_found')
    const back = { ...part, id: order.payments.length + 1, amountOre: -part.amountOre, reversesId: part.id }
    const fields = { payments: [...order.payments, back], paidOre: order.paidOre - part.amountOre }
    return { status: 201, body: change(order.id, fields) }
  }

  const openOrders = () =>
    [...till.orders.values()]
      .filter(({ status }) => status === 'reserved')
      .map((order) => ({
        ...{ id: order.id, orderNumber: order.orderNumber, channel: order.channel, shiftId: order.shiftId },
        ...{ registerId: order.registerId, registerName: order.registerId === 1 ? 'Kassa 1' : 'Kassa 2' },
        ...{ parkedName: order.parkedName, eventId: order.event.id, eventTitle: order.event.title },
        ticketCount: order.lines.reduce((sum, { count }) => sum + count, 0),
        ...{ totalOre: order.totalOre, paidOre: order.paidOre, training: order.training },
        swishWaits: false,
        ...{ expiresAt: order.expiresAt, createdAt: order.createdAt },
      }))

  function answer(request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
    const kind = kindOf(request)
    const own = till.answers.get(kind)
    return own === undefined ? standard(request) : own(request)
  }

  /** What the server of the contract says. */
  function standard(request: FakeRequest): FakeAnswer {
    const kind = kindOf(request)
    const id = Number(/\/orders\/(\d+)/.exec(request.path)?.[1] ?? 0)
    const order = till.orders.get(id)
    switch (kind) {
      case 'GET /catalogue':
        return { status: 200, body: { events: till.events, ticketTypes: till.ticketTypes } }
      case 'GET /registers':
        return { status: 200, body: { registers: till.registers } }
      case 'GET /open-orders':
        return { status: 200, body: { orders: openOrders() } }
      case 'POST /orders':
        return create(request)
    }
    if (order === undefined) return problem(404, 'order_not_found')
    switch (kind) {
      case 'GET /orders/:id':
      case 'POST /orders/:id/renewals':
        return { status: 200, body: order }
      case 'PUT /orders/:id':
        return edit(order, request.body as OrderEdit)
      case 'DELETE /orders/:id':
        return { status: 200, body: change(id, { status: 'cancelled' }) }
      case 'POST /orders/:id/parkings':
        return {
          status: 200,
          body: change(id, { parkedName: (request.body as { name: string }).name, shiftId: null, registerId: null }),
        }
      case 'POST /orders/:id/take-ups':
        return {
          status: 200,
          body: change(id, { parkedName: null, registerId: 1, ...(request.body as { shiftId: number }) }),
        }
      case 'PUT /orders/:id/discount':
        return discount(order, request.body as DiscountRequest)
      case 'DELETE /orders/:id/discount':
        return {
          status: 200,
          body: change(id, { discount: null, totalOre: order.grossOre, revision: order.revision + 1 }),
        }
      case 'POST /orders/:id/cash-payments':
        return { status: 201, body: pay(id, 'cash', request.body as CashPaymentRequest) }
      case 'POST /orders/:id/recorded-payments': {
        const { tender, ...asked } = request.body as { tender: Tender; amountOre?: number }
        return { status: 201, body: pay(id, tender, asked) }
      }
      case 'POST /orders/:id/payments/:id/reversals':
        return reverse(order, Number(/payments\/(\d+)/.exec(request.path)?.[1]))
      case 'POST /orders/:id/admissions':
        return { status: 201, body: { admitted: order.tickets.length, alreadyIn: 0 } }
      default:
        throw new Error(`The fake server does not know ${kind}`)
    }
  }

  till.seen = fakeServer(answer)
  return Object.assign(till, { standard })
}
