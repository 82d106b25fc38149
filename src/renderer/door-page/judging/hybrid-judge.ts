import { ApiError } from '#renderer/api/client'
import { UNKNOWN_CODE_DELAY_MS } from '#shared/domain/access/unknown-codes'
import type { Contact } from '../contact'
import type { Judge, Judgement } from './judge'

/** A queue of people waits: whoever has not answered by then is not asked for longer. A late answer on purpose is no lost one. */
const patienceMs = UNKNOWN_CODE_DELAY_MS + 500

/**
 * Asks the server while there is contact, and the list otherwise. A server that is slow or gone costs a scan its patience once: the
 * list's verdict is given then, under the same nonce, whatever the server has made of it meanwhile.
 *
 * @param deps.flush hands over what waits; the server must know of it before it decides about the next scan
 */
export function createHybridJudge(deps: {
  online: Judge
  offline: Judge
  contact: Contact
  flush: () => Promise<boolean>
}): Judge {
  const { online, offline, contact } = deps
  const unreachable: Judgement = { kind: 'unreachable' }

  return {
    async judge(scan) {
      if (!contact.isThere()) return offline.judge(scan)
      const asked = deps.flush().then((done) => (done ? online.judge(scan) : unreachable), refusalOf)
      const answer = await Promise.race([asked, afterPatience()])
      if (answer.kind !== 'unreachable') {
        contact.answered()
        return answer
      }
      contact.missed()
      return offline.judge(scan)
    },
  }

  /** A door that may not hand over what waits may not ask either, and is told why. */
  function refusalOf(error: unknown): Judgement {
    if (error instanceof ApiError) return { kind: 'failed', code: error.code }
    throw error
  }

  function afterPatience(): Promise<Judgement> {
    return new Promise((resolve) => {
      setTimeout(() => {
        resolve(unreachable)
      }, patienceMs)
    })
  }
}
