import type { CheckInVerdict } from '#shared/contract/check-in-api'
import type { DoorSound } from './sounds/door-sounds'

/** What the door's large field is about right now. */
export type DoorView =
  | { kind: 'idle' }
  | { kind: 'asking' }
  | { kind: 'unreachable' }
  | { kind: 'verdict'; verdict: CheckInVerdict }
  | { kind: 'failed'; code: string }

/**
 * How the field looks. Each tone has its own icon and lightness beside its colour: admitted is light, refused is dark.
 */
export type Tone = 'idle' | 'waiting' | 'offline' | 'admitted' | 'refused' | 'look_again'

export interface Display {
  tone: Tone
  /** The one thing to read aloud; empty while idle. */
  word: string
  /** What it is about, and what to do. */
  lines: string[]
  /** Stands out among the lines: admitted, but somebody should look twice. */
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

/** A ticket of another day than today is let in when the server says so, but somebody should have a look. */
function deservesAttention(verdict: CheckInVerdict, isToday: (instant: string) => boolean): boolean {
  return verdict.verdict === 'admitted' && verdict.ticket !== null && !isToday(verdict.ticket.eventAt)
}

/** The sound of an answer; undefined for what is no answer. */
export function soundOf(view: DoorView, isToday: (instant: string) => boolean): DoorSound | undefined {
  switch (view.kind) {
    case 'verdict':
      if (view.verdict.verdict === 'refused') return 'refused'
      return deservesAttention(view.verdict, isToday) ? 'admitted_with_attention' : 'admitted'
    case 'failed':
      return 'look_again'
    case 'unreachable':
    case 'idle':
    case 'asking':
      return undefined
  }
}

function displayAdmitted(verdict: CheckInVerdict, showEvent: boolean, words: DoorWords): Display {
  const admitted: Display = { tone: 'admitted', word: words.text('verdicts.admitted'), lines: [] }
  if (verdict.ticket === null) return admitted
  const { ticketTypeTitle, eventTitle, eventAt } = verdict.ticket
  if (deservesAttention(verdict, words.isToday)) {
    const attention = words.text('verdicts.otherDay', { event: eventTitle, time: words.dayAndClock(eventAt) })
    return { ...admitted, lines: [ticketTypeTitle], attention }
  }
  return { ...admitted, lines: showEvent ? [ticketTypeTitle, eventTitle] : [ticketTypeTitle] }
}

function displayRefused(verdict: CheckInVerdict, words: DoorWords): Display {
  const { reason, ticket, firstCheckedInAt } = verdict
  const key = reason ?? 'unknown_code'
  const first = firstCheckedInAt === null ? '' : words.clock(firstCheckedInAt)
  const lines = [
    words.text(`verdicts.${key}.action`, {
      event: ticket?.eventTitle ?? '',
      time: ticket === null ? '' : words.dayAndClock(ticket.eventAt),
    }),
  ]
  if (firstCheckedInAt !== null && !words.isToday(firstCheckedInAt)) {
    lines.unshift(words.text('verdicts.admittedAt', { time: words.dayAndClock(firstCheckedInAt) }))
  }
  return { tone: 'refused', word: words.text(`verdicts.${key}.word`, { time: first }).trim(), lines }
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
      return view.verdict.verdict === 'admitted'
        ? displayAdmitted(view.verdict, showEvent, words)
        : displayRefused(view.verdict, words)
    case 'failed':
      return {
        tone: 'look_again',
        word: words.text('failed.word'),
        lines: [words.problem(view.code), words.text('failed.action')],
      }
  }
}
