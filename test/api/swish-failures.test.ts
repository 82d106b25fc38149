/**
 * What buyers are told when Swish refuses, cannot be reached or its customer says no. The simulator of a running server
 * never does that on request, so this is the ticket API on the real services, over real sockets, with a Swish that obeys.
 */
import Fastify from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGuessGuard } from '#main/http/plugins/guess-guard'
import { ticketApi } from '#main/http/routes/ticket-api/index'
import { createNews } from '#main/services/news'
import { createSettingsService } from '#main/services/settings-service'
import type { PaymentProvider, Refused } from '#main/swish/payment-provider'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { expectJson, expectJsonString, expectReserved, expectToken } from '../support/expect-answer'
import { openConnections, type HttpConnections } from '../support/http-client'
import { createQuickTime } from '../support/quick-time'
import { createScriptedSwish } from '../support/scripted-swish'
import { createVisitor, PaymentStatusAnswer, readAs, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

/** A poll every few seconds becomes many a second. */
const { now, timers } = createQuickTime(20)
const refusal: Refused = { kind: 'refused', errors: [{ code: 'ACMT07', text: 'Payee not enrolled', detail: null }] }
const email = 'kund@exempel.se'

let swish: ReturnType<typeof createScriptedSwish>
let refuses: boolean
/** The ids that Swish has been asked to create, in order. */
let asked: string[]
let office: BoxOffice
let app: ReturnType<typeof Fastify>
let connections: HttpConnections
let eventId: number

beforeEach(async () => {
  swish = createScriptedSwish(PAYEE)
  refuses = false
  asked = []
  const provider: PaymentProvider = {
    ...swish.provider,
    create(request) {
      asked.push(request.instructionId)
      return refuses ? Promise.resolve(refusal) : swish.provider.create(request)
    },
  }
  office = await openBoxOffice({ now, timers, provider })
  app = await serveTicketApi(office)
  const [address] = app.addresses()
  connections = openConnections(`http://127.0.0.1:${String(address?.port)}`, 32)
  eventId = await office.createEvent({ seats: 2, reservationSeconds: 3_600 })
})
afterEach(async () => {
  connections.close()
  await app.close()
  await office.close()
  expect(office.failures).toEqual([])
})

async function serveTicketApi({ catalogue, reservations, checkIns, swish: payments, storage }: BoxOffice) {
  const server = Fastify()
  const { inTransaction, read } = storage
  const secrets = { get: () => undefined, set: () => undefined, isLocked: () => false, kept: 'file' as const }
  const settings = await createSettingsService({
    ...{ inTransaction, read, now, secrets },
    news: createNews(),
    onChanged: () => undefined,
  })
  await server.register((scope) =>
    ticketApi(scope, {
      ...{ catalogue, reservations, checkIns, settings, now },
      ...{ secure: false, guesses: createGuessGuard(now) },
      // Nobody counts codes here.
      codes: { isStopped: () => false, unknown: () => Promise.resolve(), forget: () => undefined },
      knowsToken: payments.knowsToken,
      renderQr: {
        png: () => Promise.resolve(Buffer.alloc(0)),
        svg: () => Promise.resolve(''),
        svgForMark: () => Promise.resolve(''),
      },
      sessionKey: 'k'.repeat(48),
    }),
  )
  await server.listen({ port: 0, host: '127.0.0.1' })
  return server
}

async function visitorWithReservation(): Promise<Visitor> {
  const visitor = createVisitor(connections)
  expectReserved(await visitor.reserve(eventId, [{ ticket_type: office.ticketTypeId, count: 2 }]))
  return visitor
}

const statusOf = async (visitor: Visitor) => readAs(PaymentStatusAnswer, await visitor.paymentStatus()).status

async function expectSeatsHeld(): Promise<void> {
  const other = await createVisitor(connections).reserve(eventId, [{ ticket_type: office.ticketTypeId, count: 1 }])
  expectJson(other, 403, { error: 'OutOfTickets', tickets_left: 0 })
}

test('500 PaymentStartFailed when Swish refuses; the reservation lives and can be paid later', async () => {
  const visitor = await visitorWithReservation()
  refuses = true
  for (let i = 0; i < 2; i++) expectJsonString(await visitor.startPayment(email), 500, 'PaymentStartFailed')
  expect(await statusOf(visitor)).toBe('RESERVED')
  await expectSeatsHeld()
  refuses = false
  expectToken(await visitor.startPayment(email))
  expect(new Set(asked).size).toBe(3)
  expect(office.brokenInvariants()).toEqual([])
})

test('500 PaymentStartFailed when Swish cannot be reached; never a second request before the first is known', async () => {
  const visitor = await visitorWithReservation()
  swish.setReachable(false)
  const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.startPayment(email)))
  for (const answer of answers) expectJsonString(answer, 500, 'PaymentStartFailed')
  expect(asked).toHaveLength(1)
  expect(await statusOf(visitor)).toBe('RESERVED')
  await expectSeatsHeld()

  swish.setReachable(true)
  const answer = await waitUntil('a payment to start', async () => {
    const next = await visitor.startPayment(email)
    return next.status === 200 && next
  })
  expectToken(answer)
  expect(office.brokenInvariants()).toEqual([])
})

test.each(['DECLINED', 'ERROR'] as const)(
  'a new call starts a new payment after one that ended %s',
  async (outcome) => {
    const visitor = await visitorWithReservation()
    const first = expectToken(await visitor.startPayment(email))
    expect(swish.decide(asked[0] ?? '', outcome)).toBe(true)
    const second = await waitUntil('another token', async () => {
      const token = expectToken(await visitor.startPayment(email))
      return token !== first && token
    })
    expect(second).not.toBe(first)
    expect(asked).toHaveLength(2)
    expect(await statusOf(visitor)).toBe('RESERVED')
    await expectSeatsHeld()
  },
)

test('a reservation whose payment turns out to be paid is kept, and a new one refused', async () => {
  const visitor = await visitorWithReservation()
  expectToken(await visitor.startPayment(email))
  // Paid in the app, and not asked about yet: only Swish knows when the visitor goes back and reserves again.
  swish.decide(asked[0] ?? '', 'PAID')
  const again = await visitor.reserve(eventId, [{ ticket_type: office.ticketTypeId, count: 1 }])
  expectJsonString(again, 403, 'AlreadyPaidPayment')
  expect(await statusOf(visitor)).toBe('PAID')
  await expectSeatsHeld()
  expect(office.brokenInvariants()).toEqual([])
})

test('money of another amount is never called paid', async () => {
  const visitor = await visitorWithReservation()
  expectToken(await visitor.startPayment(email))
  swish.decide(asked[0] ?? '', 'PAID', { amountOre: 1 })
  const [id] = asked
  await waitUntil('Swish to be asked', async () => {
    const { status } = await office.storage.read((db) =>
      db
        .selectFrom('payment_attempt')
        .select('status')
        .where('instruction_id', '=', id ?? '')
        .executeTakeFirstOrThrow(),
    )
    return status === 'unknown'
  })
  expect(await statusOf(visitor)).toBe('RESERVED')
})
