import { findLatestAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { isLive } from '#shared/domain/payments/payment-attempt'
import { createManager } from './manager'
import type { World } from './world-view'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/**
 * Buyers on the ticket API and cashiers at the till, who start, wait, cancel, lose patience, come back, click twice and pay by
 * cash. A person whose request was not answered tries again, as people do.
 */
export function createPeople(world: World, onError: (error: unknown) => void) {
  const { time, random, memory, ask } = world
  let present = 0
  let started = 0
  let keys = 0
  const newKey = () => `key-of-this-world-${String(++keys)}`
  const pause = (least: number, most: number) => time.sleep(random.between(least, most))
  const manager = createManager(world, newKey)

  function comeIn(person: () => Promise<void>): void {
    present++
    person()
      .catch(onError)
      .finally(() => present--)
  }

  function told(orderId: number): void {
    memory.toldPaid.add(orderId)
  }

  /** Asks until there is an answer, or until patience ends. */
  async function insist<T>(question: Parameters<typeof ask<T>>[0]): Promise<T | undefined> {
    for (let tries = 0; tries < 3; tries++) {
      const answer = await ask(question)
      if (answer !== undefined) return answer
      await pause(SECOND, 10 * SECOND)
    }
    return undefined
  }

  async function buyer(): Promise<void> {
    const session = () => `session-${String(++keys).padStart(24, '0')}`
    const lines = () => [{ ticketTypeId: 1, count: random.between(1, 4) }]
    let sessionId = session()
    const reserve = (earlier?: { orderId: number; sessionId: string }) => {
      const request = { sessionId, eventId: random.pick(world.events), lines: lines() }
      return ask((office) =>
        office.reservations.reserve({
          ...request,
          earlierOrderId: earlier?.orderId,
          earlierSessionId: earlier?.sessionId,
        }),
      )
    }
    let reserved = await reserve()
    for (let tries = 0; tries < 4 && reserved?.ok === true; tries++) {
      const { orderId } = reserved.value
      await pause(0, random.pick([2 * SECOND, 20 * SECOND, 3 * MINUTE]))
      started++
      const token = await insist((office) => office.reservations.startPayment(orderId, 'kund@example.se'))
      if (token?.ok === false) {
        if (token.error.code === 'already_paid') {
          told(orderId)
          return
        }
        if (token.error.code !== 'swish_unreachable') return
        await pause(SECOND, 20 * SECOND)
        continue
      }
      // Some close the page the moment they have paid, or have not.
      for (let looks = random.pick([0, 2, 6, 12]); looks > 0; looks--) {
        await pause(2 * SECOND, 10 * SECOND)
        const status = await ask((office) => office.reservations.status(orderId))
        if (status?.order.status === 'paid') {
          told(orderId)
          return
        }
        if (status?.order.status === 'expired') break
      }
      if (random.chance(0.5)) return
      if (random.chance(0.3)) {
        const earlier = { orderId, sessionId }
        sessionId = session()
        reserved = await reserve(earlier)
        if (reserved?.ok === false && reserved.error.code === 'already_paid') {
          told(orderId)
          return
        }
      }
    }
  }

  async function cashier(): Promise<void> {
    const key = newKey()
    const line = { ticketTypeId: 1, count: random.between(1, 5) }
    const order = {
      eventId: random.pick(world.events),
      shiftId: 1,
      lines: [line],
      ...(random.chance(0.3) ? { email: 'kund@example.se' } : {}),
    }
    const reserved = await insist((office) => office.till.reserve(order, { staffUserId: 1, key }))
    if (reserved?.ok !== true) return
    const orderId = reserved.value.id
    for (let tries = 0; tries < 3; tries++) {
      const paid = await trySwish(orderId)
      if (paid === 'paid') {
        told(orderId)
        return
      }
      if (random.chance(0.3) && (await payCash(orderId)) !== 'waiting') return
      if (random.chance(0.2)) break
    }
    const released = await ask((office) => office.till.release(orderId, 1))
    if (released?.ok === false && released.error.code === 'already_paid') told(orderId)
  }

  async function payCash(orderId: number): Promise<'done' | 'waiting'> {
    const key = newKey()
    const answer = await insist((office) =>
      office.till.payCash(orderId, { givenOre: 1_000_000 }, { staffUserId: 1, key }),
    )
    if (answer?.ok === true) told(orderId)
    return answer?.ok === false && answer.error.code === 'payment_in_progress' ? 'waiting' : 'done'
  }

  async function trySwish(orderId: number): Promise<'paid' | 'not_paid'> {
    const by = {
      staffUserId: 1,
      ...(random.chance(0.5) ? { payerAlias: `4670${String(random.below(100)).padStart(7, '0')}` } : {}),
    }
    started++
    const clicks = random.chance(0.15) ? 2 : 1
    const starts = await Promise.all(
      Array.from({ length: clicks }, () => ask((office) => office.swish.start(orderId, by))),
    )
    for (const start of starts) if (start?.ok === false && start.error.code === 'already_paid') return 'paid'
    for (let looks = random.between(1, 14); looks > 0; looks--) {
      await pause(2 * SECOND, 6 * SECOND)
      const attempt = await ask((office) => {
        void office.swish.watchOrder(orderId)
        return office.storage.read((db) => findLatestAttempt(db, orderId))
      })
      if (attempt === undefined) continue
      if (attempt.status === 'paid') return 'paid'
      if (!isLive(attempt.status)) return 'not_paid'
      if (random.chance(0.04))
        comeIn(async () => {
          await payCash(orderId)
        })
      if (random.chance(0.1)) {
        const cancelled = await ask((office) => office.swish.cancel(attempt.id, 1))
        if (cancelled?.status === 'paid') return 'paid'
        if (cancelled !== undefined && !isLive(cancelled.status)) return 'not_paid'
      }
    }
    return 'not_paid'
  }

  /** People come as long as the doors are open; before a dark office nobody queues. */
  async function comeAndGo(mostMs: number, who: () => () => Promise<void>): Promise<void> {
    for (;;) {
      await pause(0, mostMs)
      await world.isOpen()
      if (world.isClosing()) return
      comeIn(who())
    }
  }

  return {
    open(): void {
      comeAndGo(12 * SECOND, () => (random.chance(0.5) ? buyer : cashier)).catch(onError)
      comeAndGo(20 * MINUTE, () => () => manager.lookThroughPayments()).catch(onError)
      comeAndGo(MINUTE, () => () => manager.refundSomebody()).catch(onError)
    },
    present: () => present,
    started: () => started,
  }
}
