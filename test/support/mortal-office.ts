import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { SeatNews } from '#main/services/seat-news'
import type { Timers } from '#main/services/timers'
import type { Unit } from '#main/storage/transaction'
import { createSwishClient } from '#main/swish/client/swish-client'
import type { SwishEnvironment } from '#main/swish/payment-provider'
import type { SwishTransport } from '#main/swish/transport'
import { openBoxOffice, PAYEE, type BoxOffice, type StorageAccess } from './box-office-services'
import type { VirtualTime } from './virtual-time'

/** What a box office that has lost its power answers: nothing, ever. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

class PowerLost extends Error {}

const noSeatNews: SeatNews = {
  seatsChanged: () => undefined,
  admitted: () => undefined,
  stop: () => undefined,
}

export interface MortalOffice {
  readonly office: BoxOffice
  readonly isAlive: () => boolean
  /** Ends it between two steps: what it had begun never goes on, what was not committed never was. */
  kill: () => void
  /** Asks it something. Undefined when it dies before it has answered; then it may have been done. */
  ask: <T>(question: (office: BoxOffice) => Promise<T>) => Promise<{ answer: T } | undefined>
  /** Takes its database from it, so that another can open it. */
  bury: () => Promise<void>
}

/**
 * The real services, store and Swish client on virtual time, as a process that can be killed at any step.
 *
 * @param atStep called at each step of a payment and around each transaction and request; it may kill
 */
export async function openMortalOffice(options: {
  time: VirtualTime
  transport: SwishTransport
  random: () => number
  environment: SwishEnvironment
  dataFolder?: string
  atStep?: (step: string, kill: () => void) => void
}): Promise<MortalOffice> {
  const { time, random } = options
  let alive = true
  let tellDeath: () => void = () => undefined
  const death = new Promise<undefined>((resolve) => {
    tellDeath = () => resolve(undefined)
  })
  const kill = () => {
    alive = false
    tellDeath()
  }
  const atStep = (step: string) => {
    if (alive) options.atStep?.(step, kill)
  }

  function stopIfDead(): void {
    if (!alive) throw new PowerLost()
  }

  /** A value, or a failure, that is heard of only while somebody is there to hear it. */
  const heard = <T>(work: Promise<T>): Promise<T> =>
    work.then(
      (value) => (alive ? value : never<T>()),
      (error: unknown) => (alive ? Promise.reject(error as Error) : never<T>()),
    )

  const timers: Timers = {
    monotonicMs: time.timers.monotonicMs,
    after: (ms, work) =>
      alive
        ? time.timers.after(ms, () => {
            if (alive) work()
          })
        : () => undefined,
  }

  const transport: SwishTransport = {
    send(request, timeoutMs) {
      atStep(`${request.method} leaving`)
      if (!alive) return never()
      const answer = options.transport.send(request, timeoutMs).finally(() => {
        atStep(`${request.method} answered`)
      })
      return heard(answer)
    },
    close: () => undefined,
  }

  function guard(storage: StorageAccess): StorageAccess {
    return {
      inTransaction<T>(unit: Unit<T>) {
        if (!alive) return never<T>()
        time.begin()
        const committed = storage
          .inTransaction<T>(async (trx) => {
            stopIfDead()
            const value = await unit(trx)
            atStep('committing')
            // Not committed: what a machine loses with its power.
            stopIfDead()
            return value
          })
          .finally(() => {
            time.end()
            atStep('committed')
          })
        return heard(committed)
      },
      read: (query) => (alive ? heard(storage.read(query)) : never()),
    }
  }

  const provider = createSwishClient({
    environment: options.environment,
    payeeAlias: PAYEE,
    callbackUrl: 'https://tickets.example/swish/callback',
    transport,
    wait: (ms) =>
      new Promise((resolve) => {
        timers.after(ms, resolve)
      }),
    now: timers.monotonicMs,
  })
  const onStep = (message: unknown) => {
    atStep((message as { step: string }).step)
  }
  subscribe('lucka:payment-step', onStep)
  const office = await openBoxOffice({
    now: time.now,
    provider,
    timers,
    random,
    guard,
    seatNews: noSeatNews,
    ...(options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder }),
  })

  return {
    office,
    isAlive: () => alive,
    kill,
    async ask(question) {
      if (!alive) return undefined
      const answered = question(office).then((answer) => ({ answer }))
      return Promise.race([answered, death])
    },
    async bury() {
      alive = false
      tellDeath()
      unsubscribe('lucka:payment-step', onStep)
      await time.rest()
      await office.stop()
    },
  }
}
