import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PaymentProvider, SwishPayment } from '#main/swish/payment-provider'
import { LEAST_BETWEEN_READS_MS } from '#shared/domain/payments/poll-schedule'
import { findLiveAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { expireReservations } from '#main/storage/repositories/seat-repository'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { FAST_FOLDER } from '../support/fast-folder'
import { createScriptedSwish } from '../support/scripted-swish'
import { createVirtualTime } from '../support/virtual-time'

/*
 * Two staff, a poll, a callback and the expiry of reservations on one order, in every order in which their steps can meet: each
 * transaction and each answer of Swish waits until the scheduler lets it through.
 */

const SOAK = Number(process.env['LUCKA_SOAK'] ?? 1)
const INTERLEAVINGS = 5_000 * SOAK
const PRICE = 19_999
const RESERVATION_MS = 60_000

const time = createVirtualTime()
const swish = createScriptedSwish(PAYEE)
/** Set while a schedule is played: what everything that crosses a boundary waits for. */
let gate: (label: string) => Promise<void> = () => Promise.resolve()
let office: BoxOffice
let keys = 0

/** Swish acts at one moment of the schedule, and is heard at a later one. */
function gated(provider: PaymentProvider): PaymentProvider {
  const pass = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    await gate(`${label} arrives`)
    const answer = await work()
    await gate(`${label} is answered`)
    return answer
  }
  return {
    ...provider,
    create: (request) => pass('create', () => provider.create(request)),
    read: (id) => pass('read', () => provider.read(id)),
    cancel: (id) => pass('cancel', () => provider.cancel(id)),
  }
}

beforeAll(async () => {
  office = await openBoxOffice({
    dataFolder: mkdtempSync(join(FAST_FOLDER, 'lucka-schedules-')),
    now: time.now,
    provider: gated(swish.provider),
    timers: time.timers,
    guard: ({ inTransaction, read }) => ({
      inTransaction: async (unit) => {
        await gate('transaction')
        time.begin()
        return inTransaction(unit).finally(time.end)
      },
      read,
    }),
  })
})
afterAll(() => office.close())

/** Lets one step through, and the next only when that one has gone as far as it can. */
const oneStepAtATime = fc.scheduler({
  act: async (step) => {
    await step()
    await time.rest()
  },
})

type Customer = 'pays' | 'declines' | 'pays after the cancel' | 'waits'
const customer = fc.constantFrom<Customer>('pays', 'declines', 'pays after the cancel', 'waits')
const staff = fc.constantFrom('cancel', 'cash', 'release', 'start', 'cancel and cash')

interface Played {
  orderId: number
  instructionId: string
  attemptId: number
}

async function started(eventId: number): Promise<Played> {
  const reserved = await office.till.reserve(
    { eventId, shiftId: office.shiftId, lines: [{ ticketTypeId: office.ticketTypeId, count: 1 }] },
    { staffUserId: office.staffUserId, key: `reserve-${++keys}` },
  )
  if (!reserved.ok) throw new Error(reserved.error.code)
  const orderId = reserved.value.id
  const attempt = await office.swish.start(orderId, {})
  if (!attempt.ok || attempt.value === undefined) throw new Error('it did not start')
  const live = await office.storage.read((db) => findLiveAttempt(db, orderId))
  if (live === undefined) throw new Error('nothing waits')
  return { orderId, instructionId: live.instructionId, attemptId: live.id }
}

async function staffActs(deed: string, { orderId, attemptId }: Played): Promise<void> {
  const by = { staffUserId: office.staffUserId, key: `cash-${++keys}` }
  switch (deed) {
    case 'cancel':
      await office.swish.cancel(attemptId, office.staffUserId)
      return
    case 'cash':
      await office.till.payCash(orderId, { givenOre: 20_000 }, by)
      return
    case 'cancel and cash':
      await office.swish.cancel(attemptId, office.staffUserId)
      await office.till.payCash(orderId, { givenOre: 20_000 }, by)
      return
    case 'release':
      await office.till.release(orderId, office.staffUserId)
      return
    default:
      await office.swish.start(orderId, { staffUserId: office.staffUserId })
  }
}

/** @param patience how many other steps the customer lets go before at least */
async function customerActs(kind: Customer, patience: number, { instructionId }: Played): Promise<void> {
  if (kind === 'waits') return
  for (let step = 0; step <= patience; step++) await gate('customer')
  if (kind === 'declines') swish.decide(instructionId, 'DECLINED')
  else if (kind === 'pays') swish.decide(instructionId, 'PAID')
  else swish.payAnyway(instructionId)
}

/** Everything that is still open comes to its end, at the customer's last word. */
async function settle({ orderId, attemptId }: Played): Promise<void> {
  // Nobody's question is put to Swish sooner than this after the last one.
  await time.pass(LEAST_BETWEEN_READS_MS)
  await office.swish.readNow(attemptId)
  const live = await office.storage.read((db) => findLiveAttempt(db, orderId))
  if (live !== undefined && live.id !== attemptId) await office.swish.readNow(live.id)
  await time.rest()
}

test(
  'two staff, a poll, a callback and the expiry job on one order: paid means tickets, exactly once',
  { timeout: 300_000 * SOAK },
  async () => {
    const eventId = await office.createEvent({ seats: 1_000_000, reservationSeconds: RESERVATION_MS / 1_000 })
    const startedMs = performance.now()
    const outcomes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        oneStepAtATime,
        customer,
        staff,
        staff,
        fc.boolean(),
        fc.nat(20),
        async (scheduler, kind, first, second, late, patience) => {
          const played = await started(eventId)
          const { orderId, attemptId, instructionId } = played
          if (late) await time.pass(RESERVATION_MS + 1)
          gate = (label) => scheduler.schedule(Promise.resolve(), label)
          const people = [
            customerActs(kind, patience, played),
            staffActs(first, played),
            staffActs(second, played),
            office.swish.readNow(attemptId),
            (async () => {
              await gate('callback')
              await office.swish.readNow(attemptId)
            })(),
            (async () => {
              await gate('expiry')
              await office.storage.inTransaction((trx) => expireReservations(trx, time.now()))
            })(),
          ]
          await scheduler.waitFor(Promise.all(people))
          // What they set going may go on after they have been answered.
          await scheduler.waitIdle()
          gate = () => Promise.resolve()
          await settle(played)
          const verdict = await verdictOn(orderId, instructionId)
          outcomes.set(verdict, (outcomes.get(verdict) ?? 0) + 1)
        },
      ),
      {
        numRuns: INTERLEAVINGS,
        ...(process.env['LUCKA_TEST_SEED'] === undefined ? {} : { seed: Number(process.env['LUCKA_TEST_SEED']) }),
      },
    )
    expect(office.failures).toEqual([])
    expect(office.brokenInvariants()).toEqual([])
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    process.stderr.write(
      `${INTERLEAVINGS} interleavings in ${seconds} s: ${JSON.stringify(Object.fromEntries(outcomes))}\n`,
    )
  },
)

/** Compares one order with what Swish holds for it. @returns how it ended */
async function verdictOn(orderId: number, instructionId: string): Promise<string> {
  const read = office.storage.read
  const order = await read((db) =>
    db.selectFrom('order').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow(),
  )
  const attempts = await read((db) =>
    db.selectFrom('payment_attempt').selectAll().where('order_id', '=', orderId).execute(),
  )
  const money = await read((db) => db.selectFrom('payment').selectAll().where('order_id', '=', orderId).execute())
  const due = await read((db) => db.selectFrom('refund_due').selectAll().where('order_id', '=', orderId).execute())
  const held: SwishPayment[] = attempts.flatMap((attempt) => swish.payment(attempt.instruction_id) ?? [])
  const paidAtSwish = held.filter(({ status }) => status === 'PAID').length
  expect(attempts.filter(({ status }) => status === 'paid').length).toBe(paidAtSwish)
  expect(money.filter(({ tender }) => tender === 'swish').length).toBe(paidAtSwish)
  expect(money.every(({ amount_ore }) => amount_ore === PRICE)).toBe(true)
  // All that came in is one order's tickets, or waits for a decision.
  expect(money.length - due.length).toBe(order.status === 'paid' ? 1 : 0)
  for (const { instruction_id, status } of attempts) {
    const at = swish.payment(instruction_id)?.status
    expect(status).toBe(at === 'CREATED' ? 'created' : at?.toLowerCase())
  }
  return `${order.status}, Swish ${swish.payment(instructionId)?.status ?? 'none'}, ${due.length} due`
}
