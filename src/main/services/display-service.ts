import type { DisplayState } from '#shared/contract/display-api'
import type { VenueSettings } from '#shared/contract/settings-api'
import { err, ok, type Result } from '#shared/domain/result'
import {
  displayBasket,
  displayIdle,
  displayThanks,
  findDisplayKey,
  findDisplayRegister,
  findOrderInWork,
  saveDisplayKey,
} from '../storage/repositories/display-repository'
import type { Db } from '../storage/schema'
import type { ServiceDeps } from './service-deps'
import type { Timers } from './timers'

/** How long the thanks stay when nothing follows. */
const THANKS_MS = 20_000
/** News of this time become one look: the network's sales make news too, thousands a minute. */
const GATHER_MS = 50
/** A screen is looked after this often though nothing was heard: an event begins, a day ends. */
const LONGEST_QUIET_MS = 60_000

type RegisterNotFound = { code: 'register_not_found' }

/** A screen that shows what a register does. */
interface DisplayListener {
  show: (state: DisplayState) => void
  /** Its address is good no longer. */
  end: () => void
}

export interface DisplayService {
  knows: (displayKey: string) => Promise<boolean>
  /** Shows the register's sales from now on. @returns what ends it; undefined for a key that nobody has */
  follow: (displayKey: string, listener: DisplayListener) => Promise<(() => void) | undefined>
  keyOf: (registerId: number) => Promise<Result<string, RegisterNotFound>>
  /** Turns off the screens that have the old address. */
  renew: (registerId: number) => Promise<Result<string, RegisterNotFound>>
  stop: () => void
}

interface Followed {
  registerId: number
  listeners: Set<DisplayListener>
  last: string
  callOff: (() => void) | undefined
  looking: boolean
  /** News came while it was being looked at. */
  again: boolean
}

/** Customer displays: what the till does, told to screens that strangers see. State comes from the orders, so it survives a restart. */
export function createDisplayService(
  deps: ServiceDeps & {
    venue: () => VenueSettings
    version: string
    timers: Timers
    /** 32 hexadecimal digits or more. */
    newKey: () => string
    onError: (error: unknown) => void
  },
): DisplayService {
  const { read, inTransaction, now, timers } = deps
  const followed = new Map<string, Followed>()

  async function stateOf(db: Db, registerId: number): Promise<{ state: DisplayState; goodForMs: number }> {
    const at = now()
    const paidAfter = new Date(Date.parse(at) - THANKS_MS).toISOString()
    const order = await findOrderInWork(db, registerId, { now: at, paidAfter })
    const { name: venueName, language, zone } = deps.venue()
    const common = { version: deps.version, venueName, language, zone }
    const msUntil = (instant: string) => Date.parse(instant) - Date.parse(at) + 1
    if (order === undefined) {
      return { state: { ...common, shown: await displayIdle(db, at) }, goodForMs: LONGEST_QUIET_MS }
    }
    if (order.paidAt !== null) {
      return {
        state: { ...common, shown: await displayThanks(db, order) },
        goodForMs: msUntil(order.paidAt) + THANKS_MS,
      }
    }
    // One that is partly paid, or whose payment is open, outlives its time.
    const goodForMs = order.expiresAt > at ? msUntil(order.expiresAt) : LONGEST_QUIET_MS
    return { state: { ...common, shown: await displayBasket(db, order) }, goodForMs }
  }

  async function look(display: Followed): Promise<void> {
    if (display.looking) {
      display.again = true
      return
    }
    display.looking = true
    try {
      const { state, goodForMs } = await read((db) => stateOf(db, display.registerId))
      const text = JSON.stringify(state)
      if (text !== display.last) for (const listener of display.listeners) listener.show(state)
      display.last = text
      wake(display, Math.min(goodForMs, LONGEST_QUIET_MS))
    } finally {
      display.looking = false
      if (display.again) {
        display.again = false
        wake(display, GATHER_MS)
      }
    }
  }

  function wake(display: Followed, ms: number): void {
    display.callOff?.()
    display.callOff = undefined
    if (display.listeners.size === 0) return
    display.callOff = timers.after(ms, () => {
      display.callOff = undefined
      look(display).catch((error: unknown) => {
        deps.onError(error)
        wake(display, LONGEST_QUIET_MS)
      })
    })
  }

  /** When the first of a burst of news was heard; the rest of the burst waits for the same look. */
  let gathering = false
  const unsubscribe = deps.news.subscribe(() => {
    if (gathering || followed.size === 0) return
    gathering = true
    timers.after(GATHER_MS, () => {
      gathering = false
      for (const display of followed.values()) look(display).catch(deps.onError)
    })
  })

  function endAll(displayKey: string): void {
    const display = followed.get(displayKey)
    if (display === undefined) return
    followed.delete(displayKey)
    display.callOff?.()
    for (const listener of display.listeners) listener.end()
    display.listeners.clear()
  }

  return {
    knows: async (displayKey) => (await read((db) => findDisplayRegister(db, displayKey))) !== undefined,

    async follow(displayKey, listener) {
      const registerId = await read((db) => findDisplayRegister(db, displayKey))
      if (registerId === undefined) return undefined
      const display: Followed = followed.get(displayKey) ?? {
        ...{ registerId, listeners: new Set(), last: '', callOff: undefined, looking: false, again: false },
      }
      followed.set(displayKey, display)
      display.listeners.add(listener)
      // Tells the others again what they show already, and the new one for the first time.
      display.last = ''
      await look(display)
      return () => {
        display.listeners.delete(listener)
        if (display.listeners.size > 0 || followed.get(displayKey) !== display) return
        display.callOff?.()
        followed.delete(displayKey)
      }
    },

    async keyOf(registerId) {
      const displayKey = await read((db) => findDisplayKey(db, registerId))
      return displayKey === undefined ? err({ code: 'register_not_found' }) : ok(displayKey)
    },

    async renew(registerId) {
      const old = await read((db) => findDisplayKey(db, registerId))
      const displayKey = deps.newKey()
      if (!(await inTransaction((trx) => saveDisplayKey(trx, registerId, displayKey)))) {
        return err({ code: 'register_not_found' })
      }
      if (old !== undefined) endAll(old)
      return ok(displayKey)
    },

    stop() {
      unsubscribe()
      for (const displayKey of [...followed.keys()]) endAll(displayKey)
    },
  }
}
