import type { ScanOutcome } from '#shared/contract/check-in-api'
import type { Passage } from '#shared/domain/check-in/decide-scan'

/** What a verdict changes about a ticket; undefined for one that changes nothing. */
export const passageOf = (outcome: ScanOutcome): Passage | undefined =>
  outcome === 'admitted' || outcome === 'returned' || outcome === 'left' ? outcome : undefined
