/**
 * Scanners of the keyboard ("wedge") kind type what they read, 2 to 100 ms between keys, and end with Enter, Tab, a line
 * feed (Ctrl+J) or nothing at all. No field needs the focus for them and no field may swallow them.
 *
 * Keys alone tell a scanner from a person:
 * - Six keys at a machine's pace are a scan whatever they say. In a field the first three have been typed by the time it is
 *   guessed and are taken out again once it is sure; all others are kept back, and given to the page if it was no scan.
 * - A slow scanner gives itself away by its steady pace and by Shift under every letter, for codes are in capitals. What it
 *   sent must be a ticket, or it stays what it looks like: typing.
 * - On a screen that takes letters (the door), all that is typed outside of fields belongs to a scan, so the slowest
 *   scanner counts. A person who just starts typing there stops after a letter or two: that fragment is handed on.
 *
 * `@point-of-sale/keyboard-barcode-scanner` was read and left out: it ends a scan by a pause of 200 ms only (Enter is
 * part of the text, so three quick scans become one), needs 40 ms between the first keys, and is deaf inside fields.
 */
import { gapsOf, type BurstEnd, type KeyBurst, type Stroke } from './key-burst'
import { isReplayed, putFieldBack, replay, stateOf, textFieldOf, type FieldState, type TextField } from './text-fields'

export interface WedgeListener {
  /** One whole scan, without its line end. */
  scan: (burst: KeyBurst) => void
  /** Letters that somebody began to type with no field in focus, where `takesLetters` says that they have no other use. */
  fragment: (text: string) => void
  takesLetters: () => boolean
  /** Digits never begin a scan: a PIN is being typed, and quick fingers are as quick as a scanner. */
  ownDigits: () => boolean
  isTicket: (strokes: readonly Stroke[]) => boolean
}

/** Nobody types six keys in a row with less between them; four are a guess. */
const machineGapMs = 35
const guessedKeys = 4
const sureKeys = 6
/** The slowest known scanners pause 100 ms between two keys, and keep their pace. */
const slowGapMs = 130
const unsteadyMs = 40
/**
 * How long the first key outside of a field waits for a second. A scan's letters come with Shift; the till's keys without,
 * and those must not feel slow: two keys of a machine are 16 ms apart when it sends one report each 8 ms.
 */
const firstKeyWaitMs = 20
/** The end of a scan without line end. */
const pauseMs = 180
/** After a line end inside a longer text (a business card, say) the next line follows at once. */
const lineEndPauseMs = 130
const shortestEnded = 3
const longestText = 4_096

interface Key {
  stroke: Stroke
  event: KeyboardEvent
  /** Undefined outside of fields. */
  before: FieldState | undefined
  /** Not given to the page yet. */
  kept: boolean
}

interface Burst {
  keys: Key[]
  field: TextField | undefined
  /** Known to be a scan: it takes every key until it ends. */
  sure: boolean
  lastAtMs: number
}

function lineEndOf(event: KeyboardEvent): BurstEnd | undefined {
  if (event.ctrlKey) return ['j', 'm'].includes(event.key.toLowerCase()) ? 'line_feed' : undefined
  if (event.key === 'Enter') return 'enter'
  return event.key === 'Tab' && !event.shiftKey ? 'tab' : undefined
}

/** A character, also one typed with AltGr, which Windows reports as Ctrl and Alt, or a dead key within a scan. */
function isCharacter(event: KeyboardEvent): boolean {
  if ((Array.from(event.key).length !== 1 && event.key !== 'Dead') || event.metaKey) return false
  return event.getModifierState('AltGraph') || !(event.ctrlKey || event.altKey)
}

const strokesOf = (burst: Burst): Stroke[] => burst.keys.map(({ stroke }) => stroke)

function strokeOf({ key, code, shiftKey, timeStamp }: KeyboardEvent): Stroke {
  return { key: key === 'Dead' ? '' : key, code, shift: shiftKey, atMs: timeStamp }
}

/** How many keys at the end followed one another at a machine's pace. */
function quickKeys(strokes: readonly Stroke[]): number {
  const gaps = gapsOf(strokes)
  return gaps.length - gaps.findLastIndex((gap) => gap > machineGapMs)
}

/** Milliseconds from key to key on the whole: a busy computer delivers some late and the next ones early. */
const pace = (strokes: readonly Stroke[]): number =>
  ((strokes.at(-1)?.atMs ?? 0) - (strokes[0]?.atMs ?? 0)) / (strokes.length - 1)

/** Where a scan begins that came right behind keys of a person: the pause before it is long for a machine. */
function beginningOf(strokes: readonly Stroke[], isTicket: (strokes: readonly Stroke[]) => boolean): number {
  if (isTicket(strokes)) return 0
  const gaps = gapsOf(strokes)
  const at = gaps.findLastIndex((gap) => gap > machineGapMs) + 1
  return isTicket(strokes.slice(at)) ? at : 0
}

/** Steady, and every letter with Shift, as a slow scanner sends a code; a person holds neither for six letters. */
function isSlowMachine(strokes: readonly Stroke[]): boolean {
  const gaps = gapsOf(strokes)
  const steady = Math.max(...gaps) <= slowGapMs && Math.max(...gaps) - Math.min(...gaps) <= unsteadyMs
  return strokes.length >= sureKeys && steady && strokes.every(({ key, shift }) => shift || !/\p{L}/u.test(key))
}

/**
 * Listens on the whole window, before anything else on the page, until the returned function is called.
 */
export function listenForWedgeScans(listener: WedgeListener): () => void {
  let burst: Burst | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let endedAtMs = -Infinity
  /** When the latest key came of a scan that ended with a pause. */
  let brokenOffAtMs = -Infinity

  const keep = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer)
    // A page that was busy is late: keys that came meanwhile are heard before the second turn, and put it off.
    timer = setTimeout(() => {
      timer = setTimeout(act)
    }, ms)
  }
  const forget = () => {
    clearTimeout(timer)
    burst = undefined
  }
  const belongsToScan = ({ field }: Burst) => field === undefined && listener.takesLetters()

  /** It was no scan: the page gets what was kept from it. */
  function release(): void {
    const kept = burst?.keys.filter((key) => key.kept) ?? []
    forget()
    for (const { event } of kept) replay(event)
  }

  function finish(ended: Burst, end: BurstEnd): void {
    if (end === 'pause') brokenOffAtMs = ended.lastAtMs
    const at = beginningOf(strokesOf(ended), listener.isTicket)
    const earlier = ended.keys.splice(0, at)
    if (at > 0 || !ended.sure) takeOutOfField(ended)
    forget()
    if (ended.field === undefined && !listener.takesLetters()) {
      for (const { event } of earlier) replay(event)
    }
    listener.scan({ strokes: strokesOf(ended), end })
  }

  function takeOutOfField({ keys: [first] }: Burst): void {
    if (first?.before !== undefined) putFieldBack(first.before)
  }

  function isScan(ended: Burst, end: BurstEnd): boolean {
    if (ended.sure) return true
    const shortest = end === 'pause' ? sureKeys : shortestEnded
    if (belongsToScan(ended)) return ended.keys.length >= shortest
    const strokes = strokesOf(ended)
    return isSlowMachine(strokes) && listener.isTicket(strokes)
  }

  function onPause(): void {
    if (burst === undefined) return
    if (isScan(burst, 'pause')) finish(burst, 'pause')
    else if (belongsToScan(burst)) {
      const text = burst.keys.map(({ stroke }) => stroke.key).join('')
      forget()
      listener.fragment(text)
    } else release()
  }

  function onLineEnd(event: KeyboardEvent, end: BurstEnd): void {
    if (burst === undefined) {
      // Scanners that send two line ends must not press the button in focus with the second.
      if (event.timeStamp - endedAtMs < lineEndPauseMs) keep(event)
      return
    }
    const ended = burst
    if (!isScan(ended, end)) {
      if (!belongsToScan(ended)) {
        release()
        return
      }
      keep(event)
      forget()
      return
    }
    keep(event)
    endedAtMs = event.timeStamp
    const strokes = strokesOf(ended)
    if (listener.isTicket(strokes.slice(beginningOf(strokes, listener.isTicket)))) {
      finish(ended, end)
      return
    }
    if (!ended.sure) takeOutOfField(ended)
    ended.sure = true
    const whole = { ...ended, keys: [...ended.keys] }
    ended.keys.push({ stroke: { ...strokeOf(event), key: '\n', code: 'Enter' }, event, before: undefined, kept: true })
    after(lineEndPauseMs, () => {
      finish(whole, end)
    })
  }

  /** Whether a key at that time may still belong to the burst. */
  function goesOn(going: Burst, event: KeyboardEvent, field: TextField | undefined): boolean {
    if (going.sure) return true
    if (going.field !== field) return false
    const longest = going.keys[0]?.stroke.shift === true ? slowGapMs : machineGapMs
    return belongsToScan(going) || event.timeStamp - going.lastAtMs <= longest
  }

  function waitMs(going: Burst): number {
    if (going.sure || going.field !== undefined || belongsToScan(going)) return pauseMs
    if (going.keys[0]?.stroke.shift === true) return slowGapMs
    return going.keys.length === 1 ? firstKeyWaitMs : machineGapMs
  }

  function mayBegin(event: KeyboardEvent, field: TextField | undefined): boolean {
    if (event.key === 'Dead') return false
    if (field === undefined && [' ', '?'].includes(event.key)) return false
    return !(/^\d$/.test(event.key) && (field?.type === 'password' || listener.ownDigits()))
  }

  /**
   * By the keyboard's own clock there was no pause: a computer with much to do delivered the rest of a scan late. Nothing of it may
   * end up in a field, and least of all in a PIN.
   */
  function isLateRest(event: KeyboardEvent): boolean {
    if (burst !== undefined || event.timeStamp - brokenOffAtMs > machineGapMs) return false
    brokenOffAtMs = event.timeStamp
    return true
  }

  function onCharacter(event: KeyboardEvent): void {
    endedAtMs = -Infinity
    const field = textFieldOf(event)
    if (burst !== undefined && !goesOn(burst, event, field)) release()
    if (burst === undefined && !mayBegin(event, field)) return
    burst ??= { keys: [], field, sure: false, lastAtMs: event.timeStamp }
    burst.lastAtMs = event.timeStamp
    const before = burst.sure || field === undefined ? undefined : stateOf(field)
    const key: Key = { stroke: strokeOf(event), event, before, kept: true }
    if (burst.keys.length < longestText) burst.keys.push(key)
    if (!burst.sure) judge(burst, key)
    if (key.kept) keep(event)
    after(waitMs(burst), onPause)
  }

  /** Whether it is sure by now to be a scan, and whether the field may have its latest key. */
  function judge(going: Burst, latest: Key): void {
    const strokes = strokesOf(going)
    latest.kept = going.field === undefined || quickKeys(strokes) >= guessedKeys
    if (strokes.length < sureKeys || pace(strokes) > machineGapMs) return
    going.sure = true
    latest.kept = true
    takeOutOfField(going)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (isReplayed(event)) return
    if (event.isComposing || event.key === 'Process') {
      if (burst?.sure !== true) release()
      return
    }
    const end = lineEndOf(event)
    if (event.repeat) {
      // A key held down repeats as fast as a scanner types.
      if (burst?.sure === true) keep(event)
      else release()
    } else if ((end !== undefined || isCharacter(event)) && isLateRest(event)) keep(event)
    else if (end !== undefined) onLineEnd(event, end)
    else if (isCharacter(event)) onCharacter(event)
    else if (['Shift', 'CapsLock', 'Control', 'Alt', 'AltGraph'].includes(event.key)) return
    else if (burst === undefined) return
    else if (!burst.sure && !belongsToScan(burst)) release()
    else if (event.ctrlKey) keep(event)
  }

  /** Whoever points at something and presses Enter is a person, however soon after a scan. */
  function onPointerDown(): void {
    endedAtMs = -Infinity
  }

  window.addEventListener('keydown', onKeydown, { capture: true })
  window.addEventListener('pointerdown', onPointerDown, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKeydown, { capture: true })
    window.removeEventListener('pointerdown', onPointerDown, { capture: true })
    forget()
  }
}
