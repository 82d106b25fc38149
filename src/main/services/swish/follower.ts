import type { Timers } from '../timers'

/** Something at Swish that is asked about until it is settled: a payment or a refund. */
export interface Followed {
  key: string
  /**
   * When to ask next, in milliseconds since it began to be followed; undefined ends it.
   *
   * @param lastReadMs in the same count; undefined before the first
   */
  dueMs: (lastReadMs: number | undefined, watched: boolean) => number | undefined
  /** Asks and settles. @returns what to follow on with, undefined when it is settled */
  ask: (why: 'poll' | 'watch' | 'callback' | 'sweep') => Promise<Followed | undefined>
}

interface Entry {
  followed: Followed
  sinceMs: number
  lastReadMs: number | undefined
  watchedUntilMs: number
  /** Asked for at once: by a callback, or at the start. */
  wanted: 'callback' | 'sweep' | undefined
  asking: boolean
}

/** A look at a payment counts as somebody watching it for this long. */
const WATCHED_FOR_MS = 20_000
/** Questions that nobody waits for are asked one at a time, so that a start with hundreds of open payments is no storm. */
const UNWATCHED_GAP_MS = 500
const SWEEP_GAP_MS = 100
const MOST_AT_ONCE = 8
/** However often it is called back: a storm of callbacks makes one question a second. */
const LEAST_BETWEEN_CALLBACKS_MS = 1_000

export interface Follower {
  /** @param soon ask at once, as a start does */
  follow: (followed: Followed, soon?: boolean) => void
  /** Somebody looks at it now. */
  watch: (key: string) => void
  /** Swish has called: ask now. */
  wake: (key: string) => void
  follows: (key: string) => boolean
  stop: () => void
}

/** Asks Swish about everything that is open, each at its time, and never about all of it at once. */
export function createFollower(deps: { timers: Timers; onError: (error: unknown) => void }): Follower {
  const { timers } = deps
  const entries = new Map<string, Entry>()
  let calledOff: (() => void) | undefined
  let plannedMs = Number.POSITIVE_INFINITY
  let lastUnwatchedMs = Number.NEGATIVE_INFINITY
  let asking = 0
  let stopped = false

  const watched = (entry: Entry, atMs: number) => entry.watchedUntilMs > atMs

  function dueAt(entry: Entry, atMs: number): number | undefined {
    if (entry.asking) return undefined
    const last = entry.lastReadMs
    if (entry.wanted === 'callback') {
      return last === undefined ? atMs : Math.max(atMs, entry.sinceMs + last + LEAST_BETWEEN_CALLBACKS_MS)
    }
    if (entry.wanted === 'sweep') return entry.sinceMs
    const due = entry.followed.dueMs(last, watched(entry, atMs))
    return due === undefined ? undefined : entry.sinceMs + due
  }

  const isUrgent = (entry: Entry, atMs: number) => entry.wanted === 'callback' || watched(entry, atMs)

  /** From when on it may be asked about: what nobody waits for keeps its distance to the question before. */
  function turnAt(entry: Entry, atMs: number): number | undefined {
    const due = dueAt(entry, atMs)
    if (due === undefined || isUrgent(entry, atMs)) return due
    return Math.max(due, lastUnwatchedMs + (entry.wanted === 'sweep' ? SWEEP_GAP_MS : UNWATCHED_GAP_MS))
  }

  function plan(): void {
    if (stopped) return
    const atMs = timers.monotonicMs()
    let next = Number.POSITIVE_INFINITY
    for (const entry of entries.values()) {
      const at = turnAt(entry, atMs)
      if (at !== undefined && at < next) next = at
    }
    if (next === Number.POSITIVE_INFINITY) return
    planAt(Math.max(next, atMs))
  }

  function planEntry(entry: Entry): void {
    const atMs = timers.monotonicMs()
    const at = turnAt(entry, atMs)
    if (at !== undefined) planAt(Math.max(at, atMs))
  }

  function planAt(ms: number): void {
    if (stopped || ms >= plannedMs) return
    calledOff?.()
    plannedMs = ms
    calledOff = timers.after(Math.max(0, ms - timers.monotonicMs()), () => {
      plannedMs = Number.POSITIVE_INFINITY
      calledOff = undefined
      turn()
    })
  }

  /**
   * Asks about everything that is due, what has waited longest first: watched ones at once, the others with a gap between them.
   */
  function turn(): void {
    const atMs = timers.monotonicMs()
    const due: { entry: Entry; at: number }[] = []
    for (const entry of entries.values()) {
      const at = dueAt(entry, atMs)
      if (at !== undefined && at <= atMs) due.push({ entry, at })
    }
    due.sort((a, b) => a.at - b.at)
    for (const { entry } of due) {
      if (asking >= MOST_AT_ONCE) return // The next answer plans anew.
      const at = turnAt(entry, atMs)
      if (at === undefined || at > atMs) continue
      if (!isUrgent(entry, atMs)) lastUnwatchedMs = atMs
      ask(entry, atMs)
    }
    plan()
  }

  function ask(entry: Entry, atMs: number): void {
    const why = entry.wanted ?? (watched(entry, atMs) ? 'watch' : 'poll')
    entry.asking = true
    entry.wanted = undefined
    entry.lastReadMs = atMs - entry.sinceMs
    asking++
    entry.followed
      .ask(why)
      .catch((error: unknown) => {
        deps.onError(error)
        return entry.followed
      })
      .then((onward) => {
        const othersWait = asking === MOST_AT_ONCE
        asking--
        entry.asking = false
        if (entries.get(entry.followed.key) === entry) goOn(entry, onward)
        if (othersWait) plan()
      })
      .catch(deps.onError)
  }

  function goOn(entry: Entry, onward: Followed | undefined): void {
    const { followed, lastReadMs } = entry
    const over = onward === undefined || (entry.wanted === undefined && onward.dueMs(lastReadMs, false) === undefined)
    if (onward === followed && !over) {
      planEntry(entry)
      return
    }
    entries.delete(followed.key)
    if (onward !== undefined && onward !== followed) follow(onward)
  }

  function follow(followed: Followed, soon = false): void {
    if (stopped || entries.get(followed.key)?.followed === followed) return
    const entry: Entry = {
      followed,
      sinceMs: timers.monotonicMs(),
      lastReadMs: undefined,
      watchedUntilMs: entries.get(followed.key)?.watchedUntilMs ?? Number.NEGATIVE_INFINITY,
      wanted: soon ? 'sweep' : undefined,
      asking: false,
    }
    entries.set(followed.key, entry)
    planEntry(entry)
  }

  return {
    follow,
    follows: (key) => entries.has(key),
    watch(key) {
      const entry = entries.get(key)
      if (entry === undefined) return
      entry.watchedUntilMs = timers.monotonicMs() + WATCHED_FOR_MS
      planEntry(entry)
    },
    wake(key) {
      const entry = entries.get(key)
      if (entry === undefined) return
      entry.wanted = 'callback'
      planEntry(entry)
    },
    stop() {
      stopped = true
      calledOff?.()
      entries.clear()
    },
  }
}
