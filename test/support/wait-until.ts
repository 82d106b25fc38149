import { setTimeout as delay } from 'node:timers/promises'

/**
 * Asks again until `attempt` gives something other than undefined or false.
 *
 * @throws Error naming `what` after `timeoutMs`
 */
export async function waitUntil<T>(
  what: string,
  attempt: () => Promise<T | undefined | false>,
  { timeoutMs = 10_000, everyMs = 50 } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const outcome = await attempt()
    if (outcome !== undefined && outcome !== false) return outcome
    if (performance.now() > deadline) throw new Error(`Waited ${String(timeoutMs)} ms for ${what}`)
    await delay(everyMs)
  }
}
