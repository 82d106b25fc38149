import type { Permission } from '#shared/contract/session-api'
import type { SwishState, SwishStatus } from '#shared/contract/swish-payments-api'

/** What the top line says of Swish. `certificate` and `to_settle` speak up only while nothing worse is wrong. */
export interface SwishLight {
  kind: 'to_settle' | 'certificate' | SwishState
  tone: 'go' | 'wait' | 'look' | 'stop' | 'off'
  /** Where it can be put right, null when this person cannot. */
  to: string | null
}

const tones = {
  off: 'off',
  not_set_up: 'look',
  checking: 'wait',
  ready: 'go',
  unreachable: 'stop',
  refused: 'stop',
} as const satisfies Record<SwishState, SwishLight['tone']>

const settingsPath = '/office/settings/swish'

export function swishLight(
  { state, attentionCount, certificateDaysLeft }: SwishStatus,
  may: (permission: Permission) => boolean,
): SwishLight {
  const settings = may('edit_settings') ? settingsPath : null
  const payments = may('sell') ? '/payments' : null
  const works = state === 'ready' || state === 'checking'
  if (attentionCount > 0 && (works || state === 'unreachable')) {
    return { kind: works ? 'to_settle' : state, tone: works ? 'look' : tones[state], to: payments }
  }
  if (works && certificateDaysLeft !== null && settings !== null)
    return { kind: 'certificate', tone: 'look', to: settings }
  const mendedInSettings = state === 'off' || state === 'not_set_up' || state === 'refused'
  return { kind: state, tone: tones[state], to: mendedInSettings ? settings : null }
}
