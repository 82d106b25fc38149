/**
 * The documented ticket API as its clients see it: a visitor with a cookie jar, and the shapes of the answers, written
 * from the contract and not taken from the product.
 */
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { createCookieJar, type CookieJar, type HttpAnswer, type HttpConnections, type HttpRequest } from './http-client'

const exact = { additionalProperties: false }

const ChapterEventsAnswer = Type.Object(
  {
    chapter_events: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          title: Type.String(),
          description: Type.String(),
          event_at: Type.String(),
          max_tickets_per_payment: Type.Integer(),
          sales_stop_at: Type.String(),
          ticket_types: Type.Array(Type.Integer()),
          tickets_left: Type.Integer(),
        },
        exact,
      ),
    ),
    ticket_types: Type.Array(
      Type.Object(
        { id: Type.Integer(), price: Type.String(), title: Type.String(), description: Type.String() },
        exact,
      ),
    ),
  },
  exact,
)

export const PaymentStatusAnswer = Type.Object(
  { status: Type.String(), mail: Type.Union([Type.String(), Type.Null()]), reference: Type.Optional(Type.String()) },
  exact,
)

export const ValidationAnswer = Type.Object(
  {
    times_used: Type.Integer(),
    status: Type.String(),
    external_id: Type.Optional(Type.String()),
    chapter_event: Type.Optional(Type.String()),
  },
  exact,
)

/** @throws Error with the answer when its body is not of that shape; nothing is converted */
export function readAs<T extends TSchema>(schema: T, answer: HttpAnswer): Static<T> {
  const body = answer.json()
  if (!Value.Check(schema, body)) {
    throw new Error(`Not the documented shape: ${String(answer.status)} ${answer.text}`)
  }
  return body
}

/** `chapter_event` and `ticket_type` are described as strings, and real clients also send integers. */
export interface TicketRow {
  ticket_type: unknown
  count: unknown
  [ignored: string]: unknown
}

export interface Visitor {
  readonly cookies: CookieJar
  send(method: string, path: string, request?: HttpRequest): Promise<HttpAnswer>
  reserve(chapterEvent: unknown, tickets: TicketRow[]): Promise<HttpAnswer>
  startPayment(emailAddress: string): Promise<HttpAnswer>
  paymentStatus(): Promise<HttpAnswer>
  chapterEvents(): Promise<Static<typeof ChapterEventsAnswer>>
  validate(externalId: string, more?: Record<string, unknown>): Promise<HttpAnswer>
}

/** Someone with a cookie jar of their own; the connections may be shared with other visitors. */
export function createVisitor(connections: HttpConnections): Visitor {
  const cookies = createCookieJar()
  const send = async (method: string, path: string, request: HttpRequest = {}) => {
    const cookie = cookies.header()
    const headers = { ...(cookie === undefined ? {} : { cookie }), ...request.headers }
    const answer = await connections.send(method, path, { ...request, headers })
    cookies.keepFrom(answer)
    return answer
  }
  return {
    cookies,
    send,
    reserve: (chapterEvent, tickets) =>
      send('POST', '/reserve_ticket/', { json: { chapter_event: chapterEvent, tickets } }),
    startPayment: (emailAddress) => send('POST', '/start_payment/', { json: { email_address: emailAddress } }),
    paymentStatus: () => send('GET', '/session_payment_status/'),
    chapterEvents: async () => readAs(ChapterEventsAnswer, await send('GET', '/get_chapterevents/')),
    validate: (externalId, more = {}) =>
      send('PUT', '/validate_ticket/', { json: { external_id: externalId, ...more } }),
  }
}
