/**
 * The staff API, as far as black-box tests need it to make situations that the demo data lacks: events with few seats,
 * stopped sales or short reservations, hidden ticket types, cash sales and their ticket codes, settings.
 */
import { randomUUID } from 'node:crypto'
import type { ScanVerdict } from '#shared/contract/check-in-api'
import { idempotencyHeader, staffClientHeader } from '#shared/contract/common'
import type {
  Catalogue,
  Event,
  EventEdit,
  NewEvent,
  NewTicketType,
  TicketType,
  TicketTypeEdit,
} from '#shared/contract/event-api'
import type { Order, OrderSummary, PaymentAttempt, Refund, SwishPaymentRequest } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { StaffUserChoice } from '#shared/contract/session-api'
import type { LanSettingsEdit, Settings } from '#shared/contract/settings-api'
import type { Role } from '#shared/domain/access/permissions'
import { createCookieJar, type HttpAnswer, type HttpConnections } from './http-client'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

export interface StaffApi {
  /** Any call, with the session's cookie and what a staff page sends with it. `key`: its idempotency key, else a new one. */
  send(method: string, path: string, json?: unknown, key?: string): Promise<HttpAnswer>
  /** The same for a call that must succeed. @throws Error with the answer when it is a refusal */
  call<T>(method: string, path: string, json?: unknown, key?: string): Promise<T>
  /** The session's cookie, for connections of another kind. */
  cookie(): string
  catalogue(): Promise<Catalogue>
  /** An event in ten days with 50 seats, 8 tickets per payment and sales open, but for what `fields` says. */
  createEvent(fields: Partial<NewEvent> & Pick<NewEvent, 'ticketTypeIds'>): Promise<Event>
  /** Changes the named fields of an event and leaves the others. */
  updateEvent(id: number, changes: Partial<EventEdit>): Promise<Event>
  /** A visible type at 100 kr with 6 % VAT, but for what `fields` says. */
  createTicketType(fields?: Partial<NewTicketType>): Promise<TicketType>
  updateTicketType(id: number, changes: Partial<TicketTypeEdit>): Promise<TicketType>
  putLanSettings(lan: LanSettingsEdit): Promise<Settings>
  checkIn(scanned: string, eventId?: number): Promise<ScanVerdict>
  /** The open shift of the first register; opened with 1 000 kr when there is none. */
  shiftId(): Promise<number>
  reserve(eventId: number, ticketTypeId: number, count: number): Promise<Order>
  /** Reserves and takes cash: a paid order with its ticket codes. */
  sellForCash(eventId: number, ticketTypeId: number, count: number): Promise<Order>
  /** Gives up a reservation. */
  cancelOrder(id: number): Promise<Order>
  cancelPaymentAttempt(id: number): Promise<PaymentAttempt>
  startSwish(orderId: number, payment?: SwishPaymentRequest): Promise<PaymentAttempt>
  refund(orderId: number, ticketCodes: string[]): Promise<Refund>
  getOrder(id: number): Promise<Order>
  /** The orders that were made with this address, newest first. */
  findOrders(email: string): Promise<Order[]>
}

export const signInAsDemoManager = (connections: HttpConnections): Promise<StaffApi> => signInAs('manager', connections)

/** Signs in with the PIN that demo data shows on its sign-in screen. */
export const signInAs = (role: Role, connections: HttpConnections): Promise<StaffApi> =>
  signInPerson(connections, (staffUsers) => {
    const user = staffUsers.find((candidate) => candidate.role === role)
    if (user?.demoPin === undefined) throw new Error(`The demo data has no ${role} with a known PIN`)
    return { staffUserId: user.id, pin: user.demoPin }
  })

/** Signs in as anybody. @param choose gives the person and the PIN, from the names that the sign-in screen shows */
export async function signInPerson(
  connections: HttpConnections,
  choose: (staffUsers: StaffUserChoice[]) => { staffUserId: number; pin: string },
): Promise<StaffApi> {
  const cookies = createCookieJar()

  const send = async (method: string, path: string, json?: unknown, key: string = randomUUID()) => {
    const cookie = cookies.header()
    const write = { [staffClientHeader.name]: staffClientHeader.value, [idempotencyHeader]: key }
    const headers = { ...(cookie === undefined ? {} : { cookie }), ...(method === 'GET' ? {} : write) }
    const answer = await connections.send(method, `/api/v1${path}`, { headers, json })
    cookies.keepFrom(answer)
    return answer
  }

  const call = async <T>(method: string, path: string, json?: unknown, key?: string): Promise<T> => {
    const answer = await send(method, path, json, key)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.text}`)
    return answer.json() as T
  }

  const { staffUsers } = await call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
  await call('POST', '/sessions', choose(staffUsers))

  const catalogue = () => call<Catalogue>('GET', '/catalogue')
  const getOrder = (id: number) => call<Order>('GET', `/orders/${String(id)}`)
  let opened: Promise<number> | undefined
  const shiftId = () => {
    opened ??= openShift().catch((error: unknown) => {
      // A server that was cut off has told nothing: the next one is asked anew.
      opened = undefined
      throw error
    })
    return opened
  }
  async function openShift(): Promise<number> {
    const { registers } = await call<{ registers: Register[] }>('GET', '/registers')
    const [register] = registers
    if (register === undefined) throw new Error('There is no register')
    if (register.openShift !== null) return register.openShift.id
    return (await call<Shift>('POST', '/shifts', { registerId: register.id, floatOre: 100_000 })).id
  }
  const reserve = async (eventId: number, ticketTypeId: number, count: number) =>
    call<Order>('POST', '/orders', { eventId, shiftId: await shiftId(), lines: [{ ticketTypeId, count }] })

  return {
    send,
    call,
    cookie: () => cookies.header() ?? '',
    catalogue,
    getOrder,
    shiftId,
    reserve,
    createEvent: (fields) => call('POST', '/events', { ...anEvent(), ...fields }),
    async updateEvent(id, changes) {
      const event = (await catalogue()).events.find((candidate) => candidate.id === id)
      if (event === undefined) throw new Error(`No event ${String(id)}`)
      return call('PUT', `/events/${String(id)}`, { ...eventEditOf(event), ...changes })
    },
    createTicketType: (fields = {}) => call('POST', '/ticket-types', { ...aTicketType(), ...fields }),
    async updateTicketType(id, changes) {
      const ticketType = (await catalogue()).ticketTypes.find((candidate) => candidate.id === id)
      if (ticketType === undefined) throw new Error(`No ticket type ${String(id)}`)
      return call('PUT', `/ticket-types/${String(id)}`, { ...ticketTypeEditOf(ticketType), ...changes })
    },
    putLanSettings: (lan) => call('PUT', '/settings/lan', lan),
    checkIn: (scanned, eventId) =>
      call('POST', '/check-ins', { scanned, doorId: 1, eventId: eventId ?? null, mode: 'entry' }),
    async sellForCash(eventId, ticketTypeId, count) {
      const { id, totalOre } = await reserve(eventId, ticketTypeId, count)
      // Cash is rounded to whole kronor, so a little more is handed over.
      return call('POST', `/orders/${String(id)}/cash-payments`, { givenOre: totalOre + 100 })
    },
    cancelOrder: (id) => call('DELETE', `/orders/${String(id)}`),
    cancelPaymentAttempt: (id) => call('DELETE', `/payment-attempts/${String(id)}`),
    startSwish: (orderId, payment = {}) => call('POST', `/orders/${String(orderId)}/swish-payments`, payment),
    refund: (orderId, ticketCodes) =>
      call('POST', `/orders/${String(orderId)}/refunds`, { ticketCodes, reason: 'Sjuk' }),
    async findOrders(email) {
      const found = await call<{ orders: OrderSummary[] }>('GET', `/orders?search=${encodeURIComponent(email)}`)
      return Promise.all(found.orders.map((order) => getOrder(order.id)))
    },
  }
}

function anEvent(): Omit<NewEvent, 'ticketTypeIds'> {
  return {
    title: 'Vårkonsert',
    description: '',
    eventAt: inDays(10),
    doorsOpenAt: null,
    salesStopAt: inDays(9),
    seats: 50,
    maxTicketsPerPayment: 8,
    reservationSeconds: 3_600,
    swishMessage: 'Vårkonsert',
  }
}

function eventEditOf(event: Event): EventEdit {
  return {
    title: event.title,
    description: event.description,
    eventAt: event.eventAt,
    doorsOpenAt: event.doorsOpenAt,
    salesStopAt: event.salesStopAt,
    seats: event.seats,
    maxTicketsPerPayment: event.maxTicketsPerPayment,
    reservationSeconds: event.reservationSeconds,
    swishMessage: event.swishMessage,
    ticketTypeIds: event.ticketTypeIds,
    version: event.version,
    archived: event.archivedAt !== null,
  }
}

function ticketTypeEditOf(ticketType: TicketType): TicketTypeEdit {
  const { title, description, priceOre, vatClassId, visible, admit, doorNote, version, archivedAt } = ticketType
  return {
    ...{ title, description, priceOre, vatClassId, visible, admit, doorNote },
    ...{ version, archived: archivedAt !== null },
  }
}

function aTicketType(): NewTicketType {
  return {
    ...{ title: 'Standard', description: '', priceOre: 10_000, vatClassId: 1, visible: true },
    ...{ admit: { times: 1, per: 'ticket' }, doorNote: '' },
  }
}
