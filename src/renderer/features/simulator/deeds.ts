import type { SimulatedDeed } from '#shared/contract/swish-simulator-api'

/** What the customer does with the payment in the app. */
export const customersDeeds = ['pay', 'decline'] as const satisfies readonly SimulatedDeed[]
/** What goes wrong round it. */
export const mishaps = [
  'time_out',
  'bank_refuses',
  'bank_id_cancelled',
  'bank_silent',
] as const satisfies readonly SimulatedDeed[]

/** Each deed's key, from its Swedish word: the same in both languages, as the till's keys are. */
export const deedKeys: Readonly<Record<SimulatedDeed, string>> = {
  pay: 'B',
  decline: 'N',
  time_out: 'T',
  bank_refuses: 'K',
  bank_id_cancelled: 'A',
  bank_silent: 'S',
}

const deedOfKey = new Map(Object.entries(deedKeys).map(([deed, key]) => [key, deed as SimulatedDeed]))

/** @param key `KeyboardEvent.key` */
export const readDeedKey = (key: string): SimulatedDeed | undefined => deedOfKey.get(key.toUpperCase())
