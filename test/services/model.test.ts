import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newSessionId } from '#main/http/plugins/stored-session'
import { findLiveAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { createScriptedSwish } from '../support/scripted-swish'

/*
 * Random sequences of what people do to a small event, played on the real services and on a model of the rules that fits on a
 * page. After each step the answers, the states and the seats left must agree; at the end the database's invariants must hold.
 * A failing sequence is printed with its seed.
 */

const SEATS = 6
const RESERVATION_MS = 120_000
const SETTLE_MS = 61_000

interface ModelOrder {
  id: number
  count: number
  status: 'reserved' | 'paid' | 'cancelled'
  live: boolean
  expiresAtMs: number
  paidAtMs: number
  uses: number[]
  codes: string[]
}
interface Buyer {
  sessionId: string | undefined
  order: ModelOrder | undefined
}

type Step =
  | { kind: 'reserve'; buyer: number; count: number }
  | { kind: 'start'; buyer: number }
  | { kind: 'decide'; buyer: number; outcome: 'PAID' | 'DECLINED' }
  | { kind: 'cash'; buyer: number }
  | { kind: 'release'; buyer: number }
  | { kind: 'validate'; buyer: number; ticket: number }
  | { kind: 'wait'; ms: number }

const buyer = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('reserve' as const), buyer, count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('start' as const), buyer }),
  fc.record({
    kind: fc.constant('decide' as const),
    buyer,
    outcome: fc.constantFrom('PAID' as const, 'DECLINED' as const),
  }),
  fc.record({ kind: fc.constant('cash' as const), buyer }),
  fc.record({ kind: fc.constant('release' as const), buyer }),
  fc.record({ kind: fc.constant('validate' as const), buyer, ticket: fc.nat({ max: 3 }) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 30_000, RESERVATION_MS, 3_600_000) }),
)

const swish = createScriptedSwish(PAYEE)
const now = () => new Date().toISOString()
let office: BoxOffice
let keys = 0

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date('2026-11-23T18:00:00.000Z') })
  office = await openBoxOffice({ now, provider: swish.provider })
})
afterAll(async () => {
  await office.close()
  vi.useRealTimers()
})

/** Lets time pass, and everything that was started by it come to its end. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  for (let turn = 0; turn < 6; turn++) await office.storage.inTransaction(async () => undefined)
}

class Model {
  readonly orders: ModelOrder[] = []
  readonly buyers: Buyer[] = Array.from({ length: 4 }, () => ({ sessionId: undefined, order: undefined }))

  holds = (order: ModelOrder) =>
    order.status === 'paid' || (order.status === 'reserved' && (order.live || order.expiresAtMs > Date.now()))

  seatsLeft = () => SEATS - this.orders.filter(this.holds).reduce((sum, order) => sum + order.count, 0)

  /** What a renewal does: undefined when it is not needed, else whether the seats were there. */
  canHoldAgain = (order: ModelOrder) => this.holds(order) || order.count <= this.seatsLeft()

  statusOf = (order: ModelOrder) => (order.status === 'reserved' && !this.holds(order) ? 'expired' : order.status)
}

async function play(model: Model, eventId: number, current: Step): Promise<void> {
  if (current.kind === 'wait') return pass(current.ms)
  const person = model.buyers[current.buyer]
  if (person === undefined) throw new Error('no such buyer')
  const { order } = person
  if (current.kind === 'reserve') return reserve(model, eventId, person, current.count)
  if (order === undefined) return
  switch (current.kind) {
    case 'start':
      return start(model, order)
    case 'decide': {
      const live = await office.storage.read((db) => findLiveAttempt(db, order.id))
      expect(live !== undefined).toBe(order.live)
      if (live === undefined) return
      swish.decide(live.instructionId, current.outcome)
      await pass(SETTLE_MS)
      order.live = false
      if (current.outcome === 'PAID') Object.assign(order, { status: 'paid', paidAtMs: Date.now() })
      return
    }
    case 'cash':
      return cash(model, order)
    case 'release': {
      const result = await office.till.release(order.id, office.staffUserId)
      if (order.status === 'paid') {
        expect(result).toMatchObject({ ok: false, error: { code: 'already_paid' } })
        return
      }
      expect(result.ok).toBe(true)
      if (model.statusOf(order) !== 'expired' || order.live) order.status = 'cancelled'
      else order.status = result.ok && result.value.status === 'cancelled' ? 'cancelled' : 'reserved'
      order.live = false
      return
    }
    case 'validate': {
      const index = current.ticket % order.count
      const code = order.codes[index] ?? ''
      const answer = await office.checkIns.validate(code, true)
      expect(answer).toMatchObject({ timesUsed: order.uses[index], orderStatus: model.statusOf(order) })
      if (order.status === 'paid') order.uses[index] = (order.uses[index] ?? 0) + 1
    }
  }
}

async function reserve(model: Model, eventId: number, person: Buyer, count: number): Promise<void> {
  const { order } = person
  const sessionId = newSessionId()
  const result = await office.reservations.reserve({
    sessionId,
    earlierOrderId: order?.id,
    earlierSessionId: person.sessionId,
    eventId,
    lines: [{ ticketTypeId: office.ticketTypeId, count }],
  })
  if (order?.status === 'paid' && Date.now() - order.paidAtMs < 3_600_000) {
    expect(result).toEqual({ ok: false, error: { code: 'already_paid' } })
    return
  }
  // A waiting payment is cancelled first, whatever comes of the reservation.
  if (order !== undefined) order.live = false
  const own = order?.status === 'reserved' && model.holds(order) ? order.count : 0
  const left = model.seatsLeft() + own
  if (count > left) {
    expect(result).toEqual({ ok: false, error: { code: 'out_of_seats', seatsLeft: left } })
    return
  }
  if (!result.ok) throw new Error(`refused with ${result.error.code} though ${left} seats are left`)
  if (order !== undefined && own > 0) order.status = 'cancelled'
  const made: ModelOrder = {
    id: result.value.orderId,
    count,
    status: 'reserved',
    live: false,
    expiresAtMs: Date.now() + RESERVATION_MS,
    paidAtMs: 0,
    uses: Array.from({ length: count }, () => 0),
    codes: await office.ticketCodes(result.value.orderId),
  }
  model.orders.push(made)
  Object.assign(person, { sessionId, order: made })
}

async function start(model: Model, order: ModelOrder): Promise<void> {
  const before = swish.requests()
  const result = await office.reservations.startPayment(order.id, 'kund@example.se')
  if (order.status === 'paid') expect(result).toMatchObject({ ok: false, error: { code: 'already_paid' } })
  else if (order.status === 'cancelled') expect(result).toMatchObject({ ok: false, error: { code: 'not_payable' } })
  else if (order.live) {
    expect(result.ok).toBe(true)
    expect(swish.requests()).toBe(before)
  } else if (model.canHoldAgain(order)) {
    expect(result.ok).toBe(true)
    expect(swish.requests()).toBe(before + 1)
    if (!model.holds(order)) order.expiresAtMs = Date.now() + RESERVATION_MS
    order.live = true
  } else expect(result).toMatchObject({ ok: false, error: { code: 'out_of_seats' } })
}

async function cash(model: Model, order: ModelOrder): Promise<void> {
  const by = { staffUserId: office.staffUserId, key: `key-of-the-model-${++keys}` }
  const result = await office.till.payCash(order.id, 1_000_000, by)
  if (order.status !== 'reserved') expect(result).toMatchObject({ ok: false, error: { code: 'not_payable' } })
  else if (order.live) expect(result).toMatchObject({ ok: false, error: { code: 'payment_in_progress' } })
  else if (!model.canHoldAgain(order)) expect(result).toMatchObject({ ok: false, error: { code: 'out_of_seats' } })
  else {
    expect(result).toMatchObject({ ok: true, value: { status: 'paid' } })
    expect(await office.till.payCash(order.id, 1_000_000, by)).toEqual(result)
    Object.assign(order, { status: 'paid', paidAtMs: Date.now() })
  }
}

test('whatever people do, the box office follows the rules', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const eventId = await office.createEvent({ seats: SEATS, reservationSeconds: RESERVATION_MS / 1000 })
      office.catalogue.changed()
      const model = new Model()
      for (const current of steps) {
        await play(model, eventId, current)
        const listed = JSON.parse(await office.catalogue.chapterEvents()) as {
          chapter_events: { id: number; tickets_left: number }[]
        }
        const shown = listed.chapter_events.find(({ id }) => id === eventId)
        expect(shown?.tickets_left).toBe(model.seatsLeft())
        for (const order of model.orders) {
          expect((await office.reservations.status(order.id))?.order.status).toBe(model.statusOf(order))
        }
      }
      expect(office.brokenInvariants()).toEqual([])
      expect(office.failures).toEqual([])
      // The next sequence begins with every payment of this one at its end.
      await pass(SETTLE_MS)
    }),
    { numRuns: 120 },
  )
})
