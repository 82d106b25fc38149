import { describe, expect, test } from 'vitest'
import { characterAt, layouts, placeOf, type Layout } from '#renderer/scanning/keyboard-layouts'
import type { Stroke } from '#renderer/scanning/key-burst'
import { looksLikeTicket, readingsOf, repairScan } from '#renderer/scanning/repair-scan'

interface Way {
  scanner: Layout
  computer: Layout
  capsLock?: boolean
  /** Some systems do not say where a key lies. */
  places?: boolean
}

/** What arrives when a scanner sends a text: its places, in the computer's characters. */
function sent(text: string, { scanner, computer, capsLock = false, places = true }: Way): Stroke[] {
  return Array.from(text, (character, index) => {
    const place = placeOf(scanner, character)
    if (place === undefined) throw new Error(`${scanner} has no key for ${character}`)
    const isLetter = /\p{L}/u.test(characterAt(computer, place) ?? '')
    const shown = { ...place, shift: capsLock && isLetter ? !place.shift : place.shift }
    const key = characterAt(computer, shown) ?? ''
    return { key, code: places ? place.code : '', shift: place.shift, atMs: index * 5 }
  })
}

const ticket = `KQZWYM.1.1.2Y.A.${'AZ27QWMP'.repeat(13).slice(0, 102)}Q`
/** A form that has capitals only. */
const strict = (text: string) => /^[A-Z]{6}\.[A-Z0-9.]+$/.test(text)

test.each(layouts)('a scanner set like the computer (%s) needs no repair', (layout) => {
  expect(repairScan(sent(ticket, { scanner: layout, computer: layout }))).toEqual({ text: ticket, repair: null })
})

test.each(layouts)('Caps Lock (%s) is undone where the case carries something', (layout) => {
  const strokes = sent(ticket, { scanner: layout, computer: layout, capsLock: true })
  expect(repairScan(strokes, strict)).toEqual({ text: ticket, repair: { cause: 'caps_lock' } })
  expect(repairScan(strokes)).toEqual({ text: ticket.toLowerCase(), repair: null })
})

test('six letters are a code in any case', () => {
  const strokes = sent('KQEWUN', { scanner: 'us', computer: 'se', capsLock: true })
  expect(repairScan(strokes)).toEqual({ text: 'kqewun', repair: null })
})

describe.each(layouts)('a scanner set to %s', (scanner) => {
  test.each(layouts)('on a computer set to %s has its text among the readings', (computer) => {
    const text = 'HTTPS://EXAMPLE.ORG/A-1_B?C=2'
    for (const capsLock of [false, true]) {
      const readings = readingsOf(sent(text, { scanner, computer, capsLock }))
      expect(readings.map((reading) => reading.text)).toContain(text)
    }
  })

  test.each(layouts)('on a computer set to %s that gives no places, by the tables', (computer) => {
    for (const [text, capsLock] of [
      ['AZQWYM.12', false],
      ['AZQWYM.XY', true],
    ] as const) {
      const readings = readingsOf(sent(text, { scanner, computer, capsLock, places: false }))
      expect(readings.map((reading) => reading.text)).toContain(text)
    }
  })
})

test.each<[Layout, Layout]>([
  ['us', 'fr'],
  ['fr', 'us'],
  ['fr', 'se'],
])('a signed ticket of a %s scanner on a %s computer is read, and why it needed it is told', (scanner, computer) => {
  expect(repairScan(sent(ticket, { scanner, computer }))).toEqual({
    text: ticket,
    repair: { cause: 'layout', scannerLayout: scanner },
  })
})

test('a form with signs that move is read by its places', () => {
  const withSigns = (text: string) => /^[A-Z]{6}:[A-Z0-9/-]+$/.test(text)
  const strokes = sent('KQZWPA:AB-12/C', { scanner: 'us', computer: 'se' })
  expect(repairScan(strokes, withSigns)).toEqual({
    text: 'KQZWPA:AB-12/C',
    repair: { cause: 'layout', scannerLayout: 'us' },
  })
})

test('where two readings are tickets, what is known of the scanner decides', () => {
  const strokes = sent('KQZWPA', { scanner: 'us', computer: 'de' })
  expect(repairScan(strokes).text).toBe('KQYWPA')
  expect(repairScan(strokes, looksLikeTicket, 'us')).toEqual({
    text: 'KQZWPA',
    repair: { cause: 'layout', scannerLayout: 'us' },
  })
})

test('what is known of the scanner is no repair where it changes nothing', () => {
  const strokes = sent('KQZWPA', { scanner: 'us', computer: 'se' })
  expect(repairScan(strokes, looksLikeTicket, 'us')).toEqual({ text: 'KQZWPA', repair: null })
})

test.each(['WIFI:S:Foajen;T:WPA;P:hemligt;;', 'https://example.org/b?id=1', 'KQZWP'])(
  '%s stays as it was typed',
  (text) => {
    expect(repairScan(sent(text, { scanner: 'us', computer: 'us' }))).toEqual({ text, repair: null })
  },
)

test('no two readings are the same', () => {
  const texts = readingsOf(sent(ticket, { scanner: 'us', computer: 'fr', places: false })).map(({ text }) => text)
  expect(new Set(texts).size).toBe(texts.length)
})
