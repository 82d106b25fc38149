/**
 * Reads what a scanner meant out of what the computer made of it. Two things damage a scan on its way: Caps Lock, which
 * inverts every letter, and a keyboard layout that is not the one the scanner was set to.
 *
 * The computer's characters come first. The places of the keys tell the rest: a scanner set to US sends US places, so that
 * reading them as a US keyboard undoes any layout (and Caps Lock, which moves no key). Systems that do not give places leave
 * the way back through the tables of known layouts.
 */
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { typedText, type Stroke } from './key-burst'
import { characterAt, layouts, placeOf, type Layout, type Place } from './keyboard-layouts'

/** What had to be undone. */
export type Repair = { cause: 'caps_lock' } | { cause: 'layout'; scannerLayout: Layout }

export interface Reading {
  text: string
  /** Null: as the computer gave it. */
  repair: Repair | null
}

export type LooksLikeTicket = (text: string) => boolean

/** Tickets read in any case, so that Caps Lock alone damages none. */
export const looksLikeTicket: LooksLikeTicket = (text) => readTicketText(text) !== undefined

function invertCase(text: string): string {
  return Array.from(text, (letter) => {
    const capital = letter.toUpperCase()
    return letter === capital ? letter.toLowerCase() : capital
  }).join('')
}

function written(layout: Layout, at: readonly (Place | undefined)[]): string | undefined {
  const characters = at.map((place) => (place === undefined ? undefined : characterAt(layout, place)))
  return characters.includes(undefined) ? undefined : characters.join('')
}

/** Line ends keep their place in a longer text. */
const placesSent = (strokes: readonly Stroke[]): (Place | undefined)[] =>
  strokes.map(({ code, shift }) => (code === '' ? undefined : { code, shift }))

function byPlaces(places: readonly (Place | undefined)[]): Reading[] {
  return layouts.flatMap((scannerLayout) => {
    const text = written(scannerLayout, places)
    return text === undefined ? [] : [{ text, repair: { cause: 'layout' as const, scannerLayout } }]
  })
}

function byTables(typed: string): Reading[] {
  return [typed, invertCase(typed)].flatMap((text) =>
    layouts.flatMap((computerLayout) =>
      byPlaces(Array.from(text, (character) => placeOf(computerLayout, character))).filter(
        ({ repair }) => repair?.cause === 'layout' && repair.scannerLayout !== computerLayout,
      ),
    ),
  )
}

/**
 * All that a burst of keys may mean, likeliest first, each text once.
 *
 * @param scannerLayout what the scanner is known to be set to: then that reading is the likeliest. It decides where two
 *   readings are both a ticket: a German keyboard swaps Y and Z, a French one A and Q, Z and W.
 */
export function readingsOf(strokes: readonly Stroke[], scannerLayout: Layout | null = null): Reading[] {
  const typed = typedText(strokes)
  const placed = byPlaces(placesSent(strokes))
  const known = placed.filter(({ repair }) => repair?.cause === 'layout' && repair.scannerLayout === scannerLayout)
  const readings: Reading[] = [
    ...known.filter(({ text }) => text !== typed && text !== invertCase(typed)),
    { text: typed, repair: null },
    { text: invertCase(typed), repair: { cause: 'caps_lock' } },
    ...(placed.length > 0 ? placed : byTables(typed)),
  ]
  return readings.filter(({ text }, index) => readings.findIndex((other) => other.text === text) === index)
}

/** The likeliest reading that is a ticket; what was typed when none is. */
export function repairScan(
  strokes: readonly Stroke[],
  isTicket: LooksLikeTicket = looksLikeTicket,
  scannerLayout: Layout | null = null,
): Reading {
  const reading = readingsOf(strokes, scannerLayout).find(({ text }) => isTicket(text.trim()))
  return reading === undefined
    ? { text: typedText(strokes).trim(), repair: null }
    : { ...reading, text: reading.text.trim() }
}
