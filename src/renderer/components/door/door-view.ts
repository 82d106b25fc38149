import type { ScanReason, ScanVerdict } from '#shared/contract/check-in-api'
import type { DoorSound } from './sounds/door-sounds'

/** What the door's large field is about right now. */
export type DoorView =
  | { kind: 'idle' }
  | { kind: 'asking' }
  | { kind: 'unreachable' }
  | { kind: 'verdict'; verdict: ScanVerdict }
  | { kind: 'failed'; code: string }

/**
 * How the field looks. Each tone has its own icon and lightness beside its colour: admitted is light, refused is dark.
 * `attention` is let in, but somebody is to look at something first.
 */
export type Tone = 'idle' | 'waiting' | 'offline' | 'admitted' | 'attention' | 'refused' | 'look_again'

export interface Display {
  tone: Tone
  /** The one thing to read aloud; empty while idle. */
  word: string
  /** What it is about, and what to do. */
  lines: string[]
  /** What to look at before letting in. */
  attention?: string
}

/** What the words need: the catalogue, and times as the venue writes them. */
export interface DoorWords {
  text: (key: string, values?: Record<string, unknown>) => string
  clock: (instant: string) => string
  dayAndClock: (instant: string) => string
  isToday: (instant: string) => boolean
  /** Problems that are not the door's own, by code. */
  problem: (code: string) => string
}

/** Nobody was refused: what was read is no ticket, or is to be read or judged once more. */
const lookAgain = new Set<ScanReason>([
  'not_a_ticket',
  'exit_without_entry',
  'undecided_not_in_list',
  'undecided_sold_later',
])

/** Somebody is let in, but the guard is to look at something: a card, or a ticket of another day. */
const deservesAttention = ({ outcome, ticket }: ScanVerdict, isToday: DoorWords['isToday']): boolean =>
  (outcome === 'admitted' || outcome === 'valid') &&
  ticket !== null &&
  (ticket.doorNote !== '' || !isToday(ticket.eventAt))

/** The class of a verdict, which colour, icon and sound follow. */
export function toneOf(verdict: ScanVerdict, isToday: DoorWords['isToday']): Tone {
  if (verdict.reason !== null) return lookAgain.has(verdict.reason) ? 'look_again' : 'refused'
  return deservesAttention(verdict, isToday) ? 'attention' : 'admitted'
}

const soundOfTone: Partial<Record<Tone, DoorSound>> = {
  admitted: 'admitted',
  attention: 'admitted_with_attention',
  refused: 'refused',
  look_again: 'look_again',
}

/** The sound of an answer; undefined for what is no answer. */
export function soundOf(view: DoorView, isToday: DoorWords['isToday']): DoorSound | undefined {
  if (view.kind === 'verdict') return soundOfTone[toneOf(view.verdict, isToday)]
  return view.kind === 'failed' ? 'look_again' : undefined
}

function displayPassed(verdict: ScanVerdict, showEvent: boolean, words: DoorWords): Display {
  const { outcome, ticket } = verdict
  const passed: Display = { tone: toneOf(verdict, words.isToday), word: words.text(`verdicts.${outcome}`), lines: [] }
  if (ticket === null) return passed
  const { ticketTypeTitle, name, eventTitle, eventAt, doorNote, uses } = ticket
  const lines = [name === null ? ticketTypeTitle : `${ticketTypeTitle} · ${name}`]
  if (showEvent) lines.push(eventTitle)
  if (uses.allowed > 1 && outcome !== 'left') lines.push(words.text(`verdicts.uses_${uses.per}`, uses))
  if (passed.tone !== 'attention') return { ...passed, lines }
  const otherDay = words.text('verdicts.otherDay', { event: eventTitle, time: words.dayAndClock(eventAt) })
  const notes = [words.isToday(eventAt) ? '' : otherDay, doorNote].filter((note) => note !== '')
  return { ...passed, lines, attention: notes.join('. ') }
}

function displayStopped(verdict: ScanVerdict, words: DoorWords): Display {
  const { reason, ticket, firstUse } = verdict
  const key = reason ?? 'unknown_code'
  const usedToday = firstUse !== null && words.isToday(firstUse.at)
  const action = words.text(`verdicts.${key}.action`, {
    event: ticket?.eventTitle ?? '',
    time: ticket === null ? '' : words.dayAndClock(ticket.eventAt),
    type: ticket?.ticketTypeTitle ?? '',
    opens: !ticket?.doorsOpenAt ? '' : words.dayAndClock(ticket.doorsOpenAt),
  })
  const lines = [action]
  const used = key === 'already_used' || key === 'already_used_today'
  if (used && firstUse !== null) {
    const time = usedToday ? words.clock(firstUse.at) : words.dayAndClock(firstUse.at)
    const place = firstUse.doorName
    lines.unshift(words.text(place === null ? 'verdicts.firstAt' : 'verdicts.firstAtDoor', { time, door: place ?? '' }))
  }
  const word = words.text(`verdicts.${key}.word`, { time: usedToday && used ? words.clock(firstUse.at) : '' }).trim()
  return { tone: toneOf(verdict, words.isToday), word, lines }
}

/**
 * Puts the door's state into words.
 *
 * @param showEvent the door takes tickets of all events, so the verdict names the ticket's own
 * @param waitingCount scans without an answer
 */
export function displayOf(view: DoorView, showEvent: boolean, waitingCount: number, words: DoorWords): Display {
  switch (view.kind) {
    case 'idle':
      return { tone: 'idle', word: '', lines: [words.text('idle')] }
    case 'asking':
      return { tone: 'waiting', word: words.text('asking'), lines: [] }
    case 'unreachable': {
      const line = waitingCount === 0 ? 'unreachable.none' : 'unreachable.waiting'
      return {
        tone: 'offline',
        word: words.text('unreachable.word'),
        lines: [words.text(line, { count: waitingCount }), words.text('unreachable.action')],
      }
    }
    case 'verdict':
      return view.verdict.reason === null
        ? displayPassed(view.verdict, showEvent, words)
        : displayStopped(view.verdict, words)
    case 'failed':
      return {
        tone: 'look_again',
        word: words.text('failed.word'),
        lines: [words.problem(view.code), words.text('failed.action')],
      }
  }
}
