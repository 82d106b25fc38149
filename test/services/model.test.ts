import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSessionId } from '#main/http/plugins/stored-session'
import { findLiveAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { FAST_FOLDER } from '../support/fast-folder'
import { createScriptedSwish } from '../support/scripted-swish'
import { createVirtualTime } from '../support/virtual-time'
import { BoxOfficeModel, type ModelAttempt, type ModelOrder } from './box-office-model'

/*
 * Random sequences of what people do to a small event, played on the real services and on a model of the rules that fits on a
 * page. After each step the answers, the states and the seats left must agree; at the end the database's invariants must hold.
 * A failing sequence is printed with its seed; LUCKA_TEST_SEED plays it again.
 */

const SOAK = Number(process.env['LUCKA_SOAK'] ?? 1)
const SEQUENCES = 2_000 * SOAK
const STEPS = 50
const SEATS = 6
const RESERVATION_MS = 120_000
const HOUR = 3_600_000

interface Buyer {
  sessionId: string | undefined
  order: ModelOrder | undefined
}

type Step =
  | { kind: 'reserve'; buyer: number; count: number }
  | { kind: 'start'; buyer: number }
  | { kind: 'decide'; buyer: number; outcome: 'PAID' | 'DECLINED' | 'silent'; heard: 'callback' | 'watch' | 'poll' }
  | { kind: 'cancel'; buyer: number }
  | { kind: 'pay late'; buyer: number }
  | { kind: 'by hand'; buyer: number; outcome: 'paid' | 'not_paid' }
  | { kind: 'cash'; buyer: number }
  | { kind: 'release'; buyer: number }
  | { kind: 'refund'; buyer: number; tickets: number }
  | { kind: 'due'; buyer: number; decision: 'seat' | 'refund' }
  | { kind: 'validate'; buyer: number; ticket: number }
  | { kind: 'wait'; ms: number }

const buyer = fc.nat({ max: 3 })
const only = <T extends string>(kind: T) => fc.constant(kind)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: only('reserve'), buyer, count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: only('start'), buyer }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: only('decide'),
      buyer,
      outcome: fc.constantFrom('PAID' as const, 'PAID' as const, 'DECLINED' as const, 'silent' as const),
      heard: fc.constantFrom('callback' as const, 'callback' as const, 'watch' as const, 'poll' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: only('cancel'), buyer }) },
  { weight: 3, arbitrary: fc.record({ kind: only('pay late'), buyer }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: only('by hand'),
      buyer,
      outcome: fc.constantFrom('paid' as const, 'not_paid' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: only('cash'), buyer }) },
  { weight: 1, arbitrary: fc.record({ kind: only('release'), buyer }) },
  { weight: 3, arbitrary: fc.record({ kind: only('refund'), buyer, tickets: fc.integer({ min: 1, max: 15 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: only('due'), buyer, decision: fc.constantFrom('seat' as const, 'refund' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: only('validate'), buyer, ticket: fc.nat({ max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: only('wait'), ms: fc.constantFrom(1_000, 30_000, RESERVATION_MS, HOUR) }),
  },
)

const time = createVirtualTime()
const nowMs = () => Date.parse(time.now())
const swish = createScriptedSwish(PAYEE)
let office: BoxOffice
let keys = 0
const by = () => ({ staffUserId: office.staffUserId, key: `key-of-the-model-${++keys}` })
/** How often each thing happened, so that a model that has gone blind is seen. */
const happened = new Map<string, number>()
const count = (what: string) => happened.set(what, (happened.get(what) ?? 0) + 1)

beforeAll(async () => {
  office = await openBoxOffice({
    now: time.now,
    timers: time.timers,
    provider: swish.provider,
    dataFolder: mkdtempSync(join(FAST_FOLDER, 'lucka-model-')),
    guard: ({ inTransaction, read }) => ({
      inTransaction: (unit) => {
        time.begin()
        return inTransaction(unit).finally(time.end)
      },
      read,
    }),
  })
})
afterAll(() => office.close())

/** News of a payment comes in: Swish calls, somebody looks, or the next regular question finds it. */
async function hear(order: ModelOrder, { instructionId }: ModelAttempt, how: 'callback' | 'watch' | 'poll') {
  if (how === 'callback') {
    const { callback_identifier: identifier } = await office.storage.read((db) =>
      db
        .selectFrom('payment_attempt')
        .select('callback_identifier')
        .where('instruction_id', '=', instructionId)
        .executeTakeFirstOrThrow(),
    )
    const body = JSON.stringify({ id: instructionId, status: 'CREATED' })
    expect(await office.callbacks.receive({ identifier: identifier ?? undefined, body })).toBe(true)
    // However often Swish calls, it is asked once a second.
    await time.pass(1_000)
  } else if (how === 'watch') {
    await office.reservations.status(order.id)
    await time.pass(5_000)
    await office.swish.readNow((await office.storage.read((db) => findLiveAttempt(db, order.id)))?.id ?? 0)
    await time.pass(0)
  } else await time.pass(HOUR + 1_000)
}

/** The orders that a deed makes a difference to. */
const concerns: Record<
  Exclude<Step['kind'], 'wait' | 'reserve'>,
  (model: BoxOfficeModel) => (order: ModelOrder) => boolean
> = {
  start: (model) => (order) => order.status === 'reserved' && model.live(order) === undefined,
  decide: (model) => (order) => model.live(order)?.state === 'live',
  cancel: (model) => (order) => model.live(order) !== undefined,
  'pay late': () => (order) => order.attempts.some(({ state }) => state === 'cancelled'),
  'by hand': (model) => (order) => model.live(order)?.state === 'silent',
  cash: () => (order) => order.status === 'reserved',
  release: () => (order) => order.status === 'reserved',
  refund: () => (order) => order.status === 'paid',
  due: () => (order) => order.dues.some(({ isOpen }) => isOpen),
  validate: () => () => true,
}

async function play(model: BoxOfficeModel, buyers: Buyer[], eventId: number, current: Step): Promise<void> {
  if (current.kind === 'wait') return time.pass(current.ms)
  const person = buyers[current.buyer]
  if (person === undefined) throw new Error('no such buyer')
  if (current.kind === 'reserve') return reserve(model, eventId, person, current.count)
  // Whom it can happen to, if there is anybody: also orders that their buyers have replaced.
  const matters = model.orders.filter(concerns[current.kind](model))
  const order = matters.length > 0 ? matters[current.buyer % matters.length] : person.order
  if (order === undefined) return
  switch (current.kind) {
    case 'start':
      return start(model, order)
    case 'decide':
      return decide(model, order, current)
    case 'cancel':
      return cancel(model, order)
    case 'pay late':
      return payLate(model, order)
    case 'by hand':
      return settleByHand(model, order, current.outcome)
    case 'cash':
      return cash(model, order)
    case 'release':
      return release(model, order)
    case 'refund':
      return refund(model, order, current.tickets)
    case 'due':
      return settleDue(model, order, current.decision)
    case 'validate':
      return validate(model, order, current.ticket)
  }
}

async function reserve(model: BoxOfficeModel, eventId: number, person: Buyer, wanted: number): Promise<void> {
  const { order } = person
  const sessionId = newSessionId()
  const result = await office.reservations.reserve({
    sessionId,
    earlierOrderId: order?.id,
    earlierSessionId: person.sessionId,
    eventId,
    lines: [{ ticketTypeId: office.ticketTypeId, count: wanted }],
  })
  if (order?.status === 'paid' && nowMs() - order.paidAtMs < HOUR) {
    expect(result).toEqual({ ok: false, error: { code: 'already_paid' } })
    return
  }
  const waiting = order && model.live(order)
  if (order !== undefined && waiting !== undefined) {
    const free = model.seatsLeft() + (model.isReserved(order) ? model.seatsOf(order) : 0)
    if (wanted > free) {
      // A refusal leaves the payment as it was.
      expect(result).toEqual({ ok: false, error: { code: 'out_of_seats', seatsLeft: free } })
      return
    }
    // A silent bank keeps its order.
    if (waiting.state === 'live') waiting.state = 'cancelled'
  }
  const isReplaced = order !== undefined && model.isReserved(order) && model.live(order) === undefined
  const left = model.seatsLeft() + (isReplaced ? model.seatsOf(order) : 0)
  if (wanted > left) {
    expect(result).toEqual({ ok: false, error: { code: 'out_of_seats', seatsLeft: left } })
    return
  }
  if (!result.ok) throw new Error(`refused with ${result.error.code} though ${left} seats are left`)
  if (isReplaced) order.status = 'cancelled'
  const codes = await office.ticketCodes(result.value.orderId)
  const made: ModelOrder = {
    id: result.value.orderId,
    tickets: codes.map((code) => ({ code, uses: 0, isRefunded: false })),
    status: 'reserved',
    attempts: [],
    dues: [],
    expiresAtMs: nowMs() + RESERVATION_MS,
    paidAtMs: 0,
    isRefundable: false,
  }
  model.orders.push(made)
  Object.assign(person, { sessionId, order: made })
}

async function start(model: BoxOfficeModel, order: ModelOrder): Promise<void> {
  const before = swish.requests()
  const result = await office.reservations.startPayment(order.id, 'kund@example.se')
  if (order.status === 'paid') expect(result).toMatchObject({ ok: false, error: { code: 'already_paid' } })
  else if (order.status !== 'reserved') expect(result).toMatchObject({ ok: false, error: { code: 'not_payable' } })
  else if (model.live(order) !== undefined) {
    expect(result.ok).toBe(true)
    expect(swish.requests()).toBe(before)
  } else if (model.isMoneyWaiting(order)) {
    expect(result).toMatchObject({ ok: false, error: { code: 'money_waiting' } })
  } else if (model.holdAgain(order)) {
    expect(result.ok).toBe(true)
    expect(swish.requests()).toBe(before + 1)
    const attempt = await office.storage.read((db) => findLiveAttempt(db, order.id))
    if (attempt === undefined) throw new Error('nothing was started')
    order.attempts.push({ id: attempt.id, instructionId: attempt.instructionId, state: 'live' })
  } else expect(result).toMatchObject({ ok: false, error: { code: 'out_of_seats' } })
}

async function decide(model: BoxOfficeModel, order: ModelOrder, deed: Extract<Step, { kind: 'decide' }>) {
  const attempt = model.live(order)
  if (attempt?.state !== 'live') return
  const { outcome, heard } = deed
  if (outcome === 'silent') swish.decide(attempt.instructionId, 'ERROR', { errorCode: 'DS24' })
  else swish.decide(attempt.instructionId, outcome)
  await hear(order, attempt, heard)
  count(outcome)
  if (outcome === 'PAID') {
    model.receiveMoney(order, attempt, true)
    order.paidAtMs = Date.parse((await office.reservations.status(order.id))?.order.paidAt ?? '')
  } else attempt.state = outcome === 'silent' ? 'silent' : 'declined'
}

async function cancel(model: BoxOfficeModel, order: ModelOrder): Promise<void> {
  const attempt = model.live(order)
  if (attempt === undefined) return
  const after = await office.swish.cancel(attempt.id, office.staffUserId)
  if (attempt.state === 'live') attempt.state = 'cancelled'
  count('cancel')
  expect(after?.status).toBe(attempt.state === 'silent' ? 'unknown' : 'cancelled')
}

/** A payment that was cancelled is paid all the same. */
async function payLate(model: BoxOfficeModel, order: ModelOrder): Promise<void> {
  const attempt = order.attempts.find(({ state }) => state === 'cancelled')
  if (attempt === undefined) return
  swish.payAnyway(attempt.instructionId)
  await hear(order, attempt, 'callback')
  count(`late, ${model.statusOf(order)}`)
  model.receiveMoney(order, attempt, true)
  if (order.status === 'paid') {
    order.paidAtMs = Date.parse((await office.reservations.status(order.id))?.order.paidAt ?? '')
  }
}

async function settleByHand(model: BoxOfficeModel, order: ModelOrder, outcome: 'paid' | 'not_paid'): Promise<void> {
  const attempt = model.live(order)
  if (attempt?.state !== 'silent') return
  const found = { staffUserId: office.staffUserId, note: 'as the bank shows it' }
  expect(await office.swish.settleByHand(attempt.id, outcome, found)).toMatchObject({ ok: true })
  count(`by hand, ${outcome}`)
  if (outcome === 'paid') model.receiveMoney(order, attempt, false)
  else attempt.state = 'not_paid'
  expect(await office.swish.settleByHand(attempt.id, 'paid', found)).toMatchObject({ ok: false })
}

async function cash(model: BoxOfficeModel, order: ModelOrder): Promise<void> {
  const key = by()
  await office.giveToTill(order.id)
  const cash = { givenOre: 1_000_000 }
  const result = await office.till.payCash(order.id, cash, key)
  if (order.status !== 'reserved') expect(result).toMatchObject({ ok: false, error: { code: 'not_payable' } })
  else if (model.live(order) !== undefined) {
    expect(result).toMatchObject({ ok: false, error: { code: 'payment_in_progress' } })
  } else if (model.isMoneyWaiting(order)) {
    expect(result).toMatchObject({ ok: false, error: { code: 'money_waiting' } })
  } else if (!model.holdAgain(order)) expect(result).toMatchObject({ ok: false, error: { code: 'out_of_seats' } })
  else {
    expect(result).toMatchObject({ ok: true, value: { status: 'paid' } })
    expect(await office.till.payCash(order.id, cash, key)).toEqual(result)
    model.pay(order, true)
  }
}

async function release(model: BoxOfficeModel, order: ModelOrder): Promise<void> {
  const result = await office.till.release(order.id, office.staffUserId)
  const waiting = model.live(order)
  if (waiting?.state === 'live') waiting.state = 'cancelled'
  if (model.live(order) !== undefined) {
    expect(result).toMatchObject({ ok: false, error: { code: 'payment_in_progress' } })
  } else if (order.status === 'paid') expect(result).toMatchObject({ ok: false, error: { code: 'already_paid' } })
  else {
    expect(result.ok).toBe(true)
    // One whose payment was cancelled this moment may have run out, and be given up all the same.
    if (result.ok && result.value.status === 'cancelled') order.status = 'cancelled'
    else expect(model.isReserved(order)).toBe(false)
  }
}

async function refund(model: BoxOfficeModel, order: ModelOrder, mask: number): Promise<void> {
  const chosen = order.tickets.filter((_, index) => (mask & (1 << index)) !== 0)
  if (chosen.length === 0) return
  const request = { ticketCodes: chosen.map(({ code }) => code), reason: 'ill', shiftId: office.shiftId }
  const key = by()
  const result = await office.refunds.refundTickets(order.id, request, key)
  const wrong = chosen.find(({ isRefunded, uses }) => isRefunded || uses > 0)
  if (order.status !== 'paid') expect(result).toMatchObject({ ok: false, error: { code: 'not_refundable' } })
  else if (wrong !== undefined) {
    const reason = wrong.isRefunded ? 'refunded' : 'used'
    expect(result).toMatchObject({ ok: false, error: { code: 'ticket_not_refundable', ticket: wrong.code, reason } })
  } else if (!order.isRefundable) expect(result).toMatchObject({ ok: false, error: { code: 'not_refundable' } })
  else {
    expect(result).toMatchObject({ ok: true, value: { amountOre: chosen.length * 19_999 } })
    expect(await office.refunds.refundTickets(order.id, request, key)).toEqual(result)
    model.refund(order, chosen)
    count('refund')
  }
}

async function settleDue(model: BoxOfficeModel, order: ModelOrder, decision: 'seat' | 'refund'): Promise<void> {
  const due = order.dues.find(({ isOpen }) => isOpen)
  if (due === undefined) return
  const id = await office.storage.read(async (db) => {
    const rows = await db.selectFrom('refund_due').select('id').where('order_id', '=', order.id).orderBy('id').execute()
    return rows[order.dues.indexOf(due)]?.id ?? 0
  })
  if (decision === 'refund') {
    const result = await office.refunds.refundDue(id, by())
    if (!due.hasReference) expect(result).toMatchObject({ ok: false, error: { code: 'not_refundable' } })
    else {
      expect(result).toMatchObject({ ok: true })
      due.isOpen = false
      count('due refunded')
    }
    return
  }
  const result = await office.refunds.seat(id, by())
  const expected = model.seat(order, due)
  count(`seat: ${expected}`)
  if (expected === 'seated') expect(result).toMatchObject({ ok: true, value: { status: 'paid' } })
  else expect(result).toMatchObject({ ok: false, error: { code: expected } })
}

async function validate(model: BoxOfficeModel, order: ModelOrder, index: number): Promise<void> {
  const ticket = order.tickets[index % order.tickets.length]
  if (ticket === undefined) return
  const answer = await office.checkIns.validate(ticket.code, true)
  expect(answer).toMatchObject({ timesUsed: ticket.uses, orderStatus: model.statusOfTicket(order, ticket) })
  if (order.status === 'paid' && !ticket.isRefunded) ticket.uses++
}

async function compare(model: BoxOfficeModel, eventId: number): Promise<void> {
  const listed = JSON.parse(await office.catalogue.chapterEvents()) as {
    chapter_events: { id: number; tickets_left: number }[]
  }
  expect(listed.chapter_events.find(({ id }) => id === eventId)?.tickets_left).toBe(model.seatsLeft())
  for (const order of model.orders) {
    expect((await office.reservations.status(order.id))?.order.status).toBe(model.statusOf(order))
  }
}

test('whatever people do, the box office follows the rules', { timeout: 300_000 * SOAK }, async () => {
  const startedMs = performance.now()
  const seed = process.env['LUCKA_TEST_SEED']
  let steps = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: STEPS, size: 'max' }), async (sequence) => {
      const eventId = await office.createEvent({ seats: SEATS, reservationSeconds: RESERVATION_MS / 1_000 })
      office.catalogue.changed()
      const model = new BoxOfficeModel(SEATS, RESERVATION_MS, nowMs)
      const buyers: Buyer[] = Array.from({ length: 4 }, () => ({ sessionId: undefined, order: undefined }))
      const attentionBefore = office.attentionCount()
      for (const current of sequence) {
        count(current.kind)
        await play(model, buyers, eventId, current)
        await compare(model, eventId)
        steps++
      }
      expect(office.failures).toEqual([])
      // The next sequence begins with every payment of this one at its end.
      for (const order of model.orders) {
        const waiting = model.live(order)
        if (waiting?.state === 'live')
          await decide(model, order, { kind: 'decide', buyer: 0, outcome: 'DECLINED', heard: 'callback' })
        else if (waiting !== undefined) await settleByHand(model, order, 'not_paid')
      }
      await time.pass(30 * 60_000)
      expect(office.attentionCount() - attentionBefore).toBe(model.attention())
      await compare(model, eventId)
      await office.archiveEvent(eventId)
    }),
    { numRuns: SEQUENCES, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  )
  await time.pass(2 * HOUR)
  expect(office.brokenInvariants()).toEqual([])
  const refunds = await office.storage.read((db) => db.selectFrom('refund').select(['status', 'tender']).execute())
  const paidBack = refunds.filter(({ status }) => status === 'paid').length
  expect(refunds.length).toBe(paidBack)
  expect(swish.refunds().length).toBe(refunds.filter(({ tender }) => tender === 'swish').length)
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  process.stderr.write(
    `model: ${SEQUENCES} sequences, ${steps} steps in ${seconds} s: ${JSON.stringify(Object.fromEntries(happened))}\n`,
  )
})
