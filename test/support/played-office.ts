import { rmSync } from 'node:fs'
import { createSimulatorEngine } from '#main/swish/simulator/engine'
import { createInProcessTransport } from '#main/swish/simulator/in-process-transport'
import type { Script } from '#main/swish/simulator/script'
import type { SimulatorOptions } from '#main/swish/simulator/simulator-options'
import type { SwishRequest } from '#main/swish/transport'
import { findLatestAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { findOrderView } from '#main/storage/repositories/order-view-repository'
import { openMortalOffice, type MortalOffice } from './mortal-office'
import { seededRandom } from './seeded-random'
import { createVirtualTime } from './virtual-time'

/** A request as it reached Swish. */
export interface SeenRequest extends SwishRequest {
  atMs: number
}

/**
 * A box office on virtual time, and the simulator in the test's hands: the customer does what the test says. It can be stopped
 * at any moment, and opened again after any time.
 */
export async function openPlayedOffice(
  setting: { callbacks?: boolean; script?: Script; options?: Partial<SimulatorOptions> } = {},
) {
  const time = createVirtualTime()
  const requests: SeenRequest[] = []
  let current: MortalOffice | undefined
  // The simulator forgets after a day of its own clock; Swish itself does not.
  const startMs = Date.parse(time.now())
  const engine = createSimulatorEngine({
    now: () => new Date(startMs + time.elapsedMs() / 1_000).toISOString(),
    after: time.timers.after,
    options: { mode: 'by_hand', timeOutAfterMs: 30 * 24 * 3_600_000, ...setting.options },
    ...(setting.script === undefined ? {} : { script: setting.script }),
    sendCallback: async ({ identifier, body }) => {
      if (setting.callbacks === false) return true
      const answer = await current?.ask((office) =>
        office.callbacks.receive({ identifier: identifier ?? undefined, body }),
      )
      return answer !== undefined
    },
  })
  const line = createInProcessTransport(engine)
  const { fraction } = seededRandom(1)
  const begin = (dataFolder?: string) =>
    openMortalOffice({
      time,
      random: fraction,
      environment: 'production',
      ...(dataFolder === undefined ? {} : { dataFolder }),
      transport: {
        async send(request, timeoutMs) {
          requests.push({ ...request, atMs: time.elapsedMs() })
          await time.sleep(20)
          return line.send(request, timeoutMs)
        },
        close: line.close,
      },
    })
  const first = await begin()
  current = first
  const { dataFolder } = first.office
  const box = () => {
    if (current === undefined) throw new Error('the office is dark')
    return current.office
  }

  /** Carries something out while time passes. */
  async function run<T>(work: Promise<T>): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined
    work.then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { error }),
    )
    await time.rest()
    while (outcome === undefined && (await time.step(Number.POSITIVE_INFINITY)));
    if (outcome === undefined) throw new Error('it never came to an end')
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  const attemptOf = async (orderId: number) => {
    const attempt = await box().storage.read((db) => findLatestAttempt(db, orderId))
    if (attempt === undefined) throw new Error(`order ${orderId} has no payment`)
    return attempt
  }

  return {
    time,
    engine,
    requests,
    box,
    run,
    attemptOf,
    async orderOf(orderId: number) {
      const order = await box().storage.read((db) =>
        findOrderView(db, orderId, { now: time.now(), environment: 'production' }),
      )
      if (order === undefined) throw new Error(`there is no order ${orderId}`)
      return order
    },
    async reserve(eventId: number, count: number): Promise<number> {
      const by = { staffUserId: 1, key: `reserve-${time.elapsedMs()}-${Math.floor(fraction() * 1e9)}` }
      const reserved = await run(box().till.reserve({ eventId, shiftId: 1, lines: [{ ticketTypeId: 1, count }] }, by))
      if (!reserved.ok) throw new Error(reserved.error.code)
      return reserved.value.id
    },
    /** The customer of an order's payment acts. */
    async customer(orderId: number, deed: 'pay' | 'decline'): Promise<void> {
      engine.perform((await attemptOf(orderId)).instructionId, deed)
      await time.rest()
    },
    stop: async () => {
      current?.kill()
      await current?.bury()
      current = undefined
    },
    start: async () => {
      current = await begin(dataFolder)
      const { office } = current
      await office.swish.resume()
      await office.refunds.resume()
    },
    async close() {
      await current?.bury()
      engine.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

export type PlayedOffice = Awaited<ReturnType<typeof openPlayedOffice>>
