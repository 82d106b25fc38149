import type { BoxOffice } from '../support/box-office-services'
import type { HostileSwish } from '../support/hostile-swish'
import type { SeededRandom } from '../support/seeded-random'
import type { VirtualTime } from '../support/virtual-time'

/** What the people of a world have been told, and have decided: it must stay true. */
export interface Memory {
  toldPaid: Set<number>
  settledByHand: Map<number, 'paid' | 'not_paid'>
  refundsSettledByHand: Map<number, 'paid' | 'not_paid'>
}

export interface World {
  readonly time: VirtualTime
  readonly random: SeededRandom
  readonly swish: HostileSwish
  readonly events: readonly number[]
  readonly memory: Memory
  /** Asks the box office, when it is open. Undefined when it died meanwhile: the work may be done or not. */
  ask: <T>(question: (office: BoxOffice) => Promise<T>) => Promise<T | undefined>
  /** Resolves when the office is open. */
  isOpen: () => Promise<void>
  /** No new customers. */
  isClosing: () => boolean
}
