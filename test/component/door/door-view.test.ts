import { i18n } from '#renderer/app/i18n'
import { displayOf, soundOf, type DoorView, type DoorWords } from '#renderer/components/door/door-view'
import { doorSoundNotes } from '#renderer/components/door/sounds/door-sounds'
import type { ScannedTicket, ScanReason, ScanVerdict } from '#shared/contract/check-in-api'
import { formatClock, formatDay } from '#shared/text/format-time'
import { beforeEach, describe, expect, test } from 'vitest'

const zone = 'Europe/Stockholm'
const today = '2026-12-05'
const ticket: ScannedTicket = {
  code: 'KQZWPA',
  ticketTypeTitle: 'Studentbiljett',
  doorNote: '',
  name: null,
  eventId: 1,
  eventTitle: 'Fysikalen Dag 1',
  eventAt: '2026-12-05T18:00:00.000Z',
  doorsOpenAt: '2026-12-05T17:30:00.000Z',
  uses: { used: 1, allowed: 1, per: 'ticket' },
}
const words: DoorWords = {
  text: (key, values = {}) =>
    typeof values['count'] === 'number'
      ? i18n.global.t(`door.${key}`, values, values['count'])
      : i18n.global.t(`door.${key}`, values),
  clock: (instant) => formatClock(instant, zone, 'sv'),
  dayAndClock: (instant) => `${formatDay(instant, zone, 'sv')} ${formatClock(instant, zone, 'sv')}`,
  isToday: (instant) => instant.startsWith(today),
  problem: (code) => `problem ${code}`,
}

function answer(verdict: Partial<ScanVerdict>): DoorView {
  const base = {
    nonce: 'nonce',
    outcome: 'admitted' as const,
    reason: null,
    ticket,
    firstUse: null,
    at: `${today}T17:55:00.000Z`,
  }
  return { kind: 'verdict', verdict: { ...base, ...verdict } }
}
const refusal = (reason: ScanReason, more: Partial<ScanVerdict> = {}) => answer({ outcome: 'refused', reason, ...more })
const show = (view: DoorView, waitingCount = 0) => displayOf(view, false, waitingCount, words)

beforeEach(() => {
  i18n.global.locale.value = 'sv'
})

describe('what the door shows', () => {
  test('an admitted ticket is green and says its type', () => {
    expect(show(answer({}))).toEqual({ tone: 'admitted', word: 'Välkommen', lines: ['Studentbiljett'] })
  })

  test('at a door for all events it says the event too', () => {
    expect(displayOf(answer({}), true, 0, words).lines).toEqual(['Studentbiljett', 'Fysikalen Dag 1'])
  })

  test('an admitted ticket of another day draws attention, in words and in sound', () => {
    const view = answer({ ticket: { ...ticket, eventAt: '2026-12-06T18:00:00.000Z' } })
    expect(show(view)).toMatchObject({ tone: 'attention', attention: 'Gäller Fysikalen Dag 1, sön 6 dec 19.00' })
    expect(soundOf(view, words.isToday)).toBe('admitted_with_attention')
  })

  test('a ticket whose type has a note for the door draws attention to it', () => {
    const view = answer({ ticket: { ...ticket, doorNote: 'Visa studentlegitimation' } })
    expect(show(view)).toEqual({
      tone: 'attention',
      word: 'Välkommen',
      lines: ['Studentbiljett'],
      attention: 'Visa studentlegitimation',
    })
    expect(soundOf(view, words.isToday)).toBe('admitted_with_attention')
  })

  test('a note does not go under when the ticket is of another day too', () => {
    const view = answer({ ticket: { ...ticket, doorNote: 'Visa kort', eventAt: '2026-12-06T18:00:00.000Z' } })
    expect(show(view)).toMatchObject({ attention: 'Gäller Fysikalen Dag 1, sön 6 dec 19.00. Visa kort' })
  })

  test('a ticket for several says which of its uses this is, and the name where there is one', () => {
    const group = { ...ticket, name: 'Kören', uses: { used: 2, allowed: 4, per: 'ticket' as const } }
    expect(show(answer({ ticket: group })).lines).toEqual(['Studentbiljett · Kören', 'Gång 2 av 4'])
  })

  test('who steps out and comes back is told so', () => {
    expect(show(answer({ outcome: 'left' }))).toMatchObject({ tone: 'admitted', word: 'Ute' })
    expect(show(answer({ outcome: 'returned' }))).toMatchObject({ tone: 'admitted', word: 'Välkommen åter' })
  })

  test('a ticket that was used says when and where', () => {
    const firstUse = { at: `${today}T17:55:00.000Z`, doorName: 'Entrén' }
    const display = show(refusal('already_used', { firstUse }))
    expect(display.word).toBe('Redan inne 18.55')
    expect(display.lines[0]).toBe('Först använd 18.55, Entrén')
  })

  test('a ticket that was used another day says the day', () => {
    const firstUse = { at: '2026-12-04T17:55:00.000Z', doorName: null }
    const display = show(refusal('already_used', { firstUse }))
    expect(display.word).toBe('Redan inne')
    expect(display.lines[0]).toBe('Först använd fre 4 dec 18.55')
  })

  test('a ticket of another event says of which, and closed doors when they open', () => {
    expect(show(refusal('other_event')).lines).toEqual(['Biljetten gäller Fysikalen Dag 1, lör 5 dec 19.00.'])
    expect(show(refusal('doors_not_open')).lines).toEqual(['Dörrarna öppnar lör 5 dec 18.30. Be dem vänta.'])
  })

  const looks: ScanReason[] = ['not_a_ticket', 'exit_without_entry', 'undecided_not_in_list', 'undecided_sold_later']
  const stops: ScanReason[] = [
    'unknown_code',
    'forged_code',
    'signature_needed',
    'not_paid',
    'reservation_expired',
    'cancelled',
    'refunded',
    'blocked_by_staff',
    'other_event',
    'other_door',
    'doors_not_open',
    'already_used',
    'already_used_today',
  ]
  const tones = new Map([
    ...stops.map((reason) => [reason, 'refused'] as const),
    ...looks.map((reason) => [reason, 'look_again'] as const),
  ])
  test.each([...tones])('%s is %s, with one thing to say and one to do, in both languages', (reason, expected) => {
    for (const language of ['sv', 'en'] as const) {
      i18n.global.locale.value = language
      const { tone, word, lines } = show(refusal(reason, { ticket: reason === 'unknown_code' ? null : ticket }))
      expect(tone).toBe(expected)
      expect(word.length).toBeGreaterThan(0)
      expect(word.length).toBeLessThanOrEqual(20)
      expect([word, ...lines].join(' ')).not.toContain('verdicts.')
      expect(lines[0]).toMatch(/\.$/)
    }
  })

  test('no answer is never green', () => {
    expect(show({ kind: 'asking' }, 1).tone).toBe('waiting')
    expect(show({ kind: 'unreachable' }, 2)).toMatchObject({ tone: 'offline', word: 'Ingen kontakt' })
    expect(show({ kind: 'unreachable' }, 2).lines[0]).toContain('2 skanningar väntar')
    expect(show({ kind: 'unreachable' }, 1).lines[0]).toContain('1 skanning väntar')
    expect(show({ kind: 'failed', code: 'internal' })).toMatchObject({ tone: 'look_again', word: 'Skanna igen' })
    expect(show({ kind: 'idle' }).tone).toBe('idle')
  })
})

describe('sounds', () => {
  test('answers sound, waiting does not', () => {
    expect(soundOf(answer({}), words.isToday)).toBe('admitted')
    expect(soundOf(refusal('not_paid'), words.isToday)).toBe('refused')
    expect(soundOf({ kind: 'failed', code: 'internal' }, words.isToday)).toBe('look_again')
    for (const kind of ['idle', 'asking', 'unreachable'] as const)
      expect(soundOf({ kind }, words.isToday)).toBeUndefined()
  })

  test('each has a rhythm of its own and is over within a second', () => {
    const rhythms = Object.values(doorSoundNotes).map((notes) =>
      notes.map(({ atS, lengthS }) => `${String(Math.round(atS * 10))}+${lengthS < 0.2 ? 'short' : 'long'}`).join(' '),
    )
    expect(new Set(rhythms).size).toBe(4)
    for (const notes of Object.values(doorSoundNotes)) {
      expect(Math.max(...notes.map(({ atS, lengthS }) => atS + lengthS))).toBeLessThan(1)
    }
  })
})
