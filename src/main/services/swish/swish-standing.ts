import type { SwishProblem, SwishState } from '#shared/contract/swish-payments-api'
import type { CheckOutcome, Refused, Unknown } from '../../swish/payment-provider'

/** How Swish stands while one is in use, and why it stands so. */
export interface Standing {
  state: Exclude<SwishState, 'off' | 'not_set_up'>
  problem: SwishProblem | null
}

/** What became of a request: an answer of any kind, a refusal, or none that means anything. */
export type RequestOutcome =
  { kind: 'created' | 'found' | 'not_found' | 'cancelled' | 'not_cancellable' } | Refused | Unknown | CheckOutcome

const READY: Standing = { state: 'ready', problem: null }
const REFUSED: Standing = { state: 'refused', problem: 'certificate_refused' }

/**
 * What the outcome of a request tells of the line to Swish. Any answer that Swish itself has thought about means that the line
 * is good, whatever it says of the payment.
 */
export function standingAfter(outcome: RequestOutcome): Standing {
  switch (outcome.kind) {
    case 'unknown':
      return afterSilence(outcome.cause)
    case 'refused':
      return isCertificateRefused(outcome) ? REFUSED : READY
    case 'ok':
    case 'created':
    case 'found':
    case 'not_found':
    case 'cancelled':
    case 'not_cancellable':
      return READY
  }
}

function afterSilence(cause: Unknown['cause']): Standing {
  switch (cause) {
    case 'certificate_refused':
      return REFUSED
    case 'server_error':
    case 'unreadable':
      return { state: 'unreachable', problem: 'swish_trouble' }
    case 'no_connection':
    case 'no_answer':
    case 'server_not_trusted':
      return { state: 'unreachable', problem: cause }
  }
}

/** 401 or 403 without a reason of Swish's own: PA01, say, is about one payment's numbers and comes with 403 too. */
function isCertificateRefused(refusal: Refused | Extract<CheckOutcome, { kind: 'refused' }>): boolean {
  if ('status' in refusal) return true
  const [{ code }] = refusal.errors
  return code === 'HTTP401' || code === 'HTTP403'
}
