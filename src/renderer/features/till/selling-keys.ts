import type { DirectTender } from './till-store'

/**
 * The till's keyboard while tickets are chosen: `2A` makes it two of the first tile, `A` adds one. Left hand on the
 * letters, right hand on the number keys.
 */

/**
 * The tiles' letters, home row first. C, F, K and S are left out: they are tenders' letters (card, free, cash, Swish), so
 * that `2A`, `K` goes straight to cash and a forgotten Enter never sells a ticket too many. P parks (and prints, after the
 * sale), O fetches an order.
 */
const tileLetters = 'ADGHJLQWERTYUIZXVBNM'

/** The letter of a tile, null beyond the last letter: such a tile is reached with Tab or the mouse. */
export const tileLetter = (index: number): string | null => tileLetters[index] ?? null

const tenderLetters: Readonly<Record<string, DirectTender>> = { K: 'cash', S: 'swish', C: 'card', F: 'free' }

export type SellingCommand =
  | { kind: 'type_count'; digits: string }
  | { kind: 'set_count'; tile: number; count: number }
  | { kind: 'add'; tile: number }
  | { kind: 'change_line'; by: 1 | -1 }
  | { kind: 'remove_line' }
  | { kind: 'move_line'; by: 1 | -1 }
  | { kind: 'pay'; tender: DirectTender | null }
  | { kind: 'move_event'; by: 1 | -1 }
  | { kind: 'list_events' }
  | { kind: 'write_email' }
  | { kind: 'park' }
  | { kind: 'collect' }
  | { kind: 'practise' }

const plainCommands: Readonly<Record<string, SellingCommand>> = {
  '+': { kind: 'change_line', by: 1 },
  '-': { kind: 'change_line', by: -1 },
  Delete: { kind: 'remove_line' },
  ArrowDown: { kind: 'move_line', by: 1 },
  ArrowUp: { kind: 'move_line', by: -1 },
  ArrowRight: { kind: 'move_event', by: 1 },
  ArrowLeft: { kind: 'move_event', by: -1 },
  F2: { kind: 'list_events' },
  F4: { kind: 'practise' },
  '@': { kind: 'write_email' },
}

const maxDigits = 3

/**
 * What a key means, null when the till has no use for it.
 *
 * @param key `KeyboardEvent.key`
 * @param digits the count typed so far, '' for none
 * @param tileCount how many tiles are on the screen
 */
export function readSellingKey(key: string, digits: string, tileCount: number): SellingCommand | null {
  if (/^[0-9]$/.test(key)) return { kind: 'type_count', digits: (digits + key).slice(-maxDigits) }
  if (key === 'Backspace' && digits !== '') return { kind: 'type_count', digits: digits.slice(0, -1) }
  if (key === 'Escape' && digits !== '') return { kind: 'type_count', digits: '' }
  if (key === 'Enter') return readEnter(digits, tileCount)
  const letter = key.length === 1 ? key.toUpperCase() : ''
  const tender = tenderLetters[letter]
  // A count without its tile is unfinished: it would be lost on the way to payment.
  if (tender !== undefined) return digits === '' ? { kind: 'pay', tender } : null
  if (letter === 'P' && digits === '') return { kind: 'park' }
  if (letter === 'O' && digits === '') return { kind: 'collect' }
  const tile = letter === '' ? -1 : tileLetters.indexOf(letter)
  if (tile >= 0 && tile < tileCount) {
    return digits === '' ? { kind: 'add', tile } : { kind: 'set_count', tile, count: Number(digits) }
  }
  return plainCommands[key] ?? null
}

function readEnter(digits: string, tileCount: number): SellingCommand | null {
  if (digits === '') return { kind: 'pay', tender: null }
  // With a single tile there is only one thing that a count can mean.
  return tileCount === 1 ? { kind: 'set_count', tile: 0, count: Number(digits) } : null
}
