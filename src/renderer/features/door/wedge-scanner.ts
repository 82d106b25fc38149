/**
 * Scanners of the keyboard ("wedge") kind type what they read, 5 to 100 ms between keys, and end with Enter, Tab, a line
 * feed (Ctrl+J) or nothing at all. No field needs the focus for them and no field may swallow them.
 *
 * Two places are told apart:
 * - Outside fields every typed character belongs to a scan, so slow scanners count too. A person who just starts typing
 *   there is recognised by stopping after a letter or two: that fragment is handed on, to go into the code field.
 * - Inside a field only a machine is quick enough to be a scan. Its first letters have been typed by the time it is
 *   known; the field is then put back as it was. What people type is never touched.
 *
 * `@point-of-sale/keyboard-barcode-scanner` was read and left out: it ends a scan by a pause of 200 ms only (Enter is
 * part of the text, so three quick scans become one), needs 40 ms between the first keys, and is deaf inside fields.
 */
import { normaliseTicketCode } from '#shared/domain/tickets/ticket-code'

export interface WedgeListener {
  /** One whole scan, without its line end. */
  scan: (text: string) => void
  /** Letters that somebody began to type with no field in focus. */
  fragment: (text: string) => void
}

/** Nobody types four keys in a row with less between them; the slowest scanners are slower and go by the other way. */
const machineGapMs = 35
const machineKeys = 4
/** The slowest known scanners pause 100 ms between two keys. */
const pauseMs = 180
/** After a line end inside a longer text (a business card, say) the next line follows at once. */
const lineEndPauseMs = 80
/** Fewer characters without a line end are a person, not a scanner. */
const shortestUnended = 6
const shortestEnded = 3
const longestText = 4_096

type TextField = HTMLInputElement | HTMLTextAreaElement

interface Burst {
  text: string
  lastAtMs: number
  /** Keys are kept from the page: it is a scan, or typing outside of fields. */
  caught: boolean
  /** The field as it was before the first key. */
  before: { field: TextField; value: string; start: number | null; end: number | null } | undefined
}

const notTyped = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'])

function textFieldOf(event: KeyboardEvent): TextField | undefined {
  const [target] = event.composedPath()
  if (target instanceof HTMLTextAreaElement) return target.readOnly ? undefined : target
  if (!(target instanceof HTMLInputElement)) return undefined
  // Without an input mode it only holds the focus of a list, which would jump to an entry by its first letters.
  const typedInto = !target.readOnly && target.inputMode !== 'none' && !notTyped.has(target.type)
  return typedInto ? target : undefined
}

function isLineEnd(event: KeyboardEvent): boolean {
  if (event.ctrlKey) return ['j', 'm'].includes(event.key.toLowerCase())
  return event.key === 'Enter' || event.key === 'Tab'
}

/** A character, also one typed with AltGr, which Windows reports as Ctrl and Alt. */
function isCharacter(event: KeyboardEvent): boolean {
  if (Array.from(event.key).length !== 1 || event.metaKey) return false
  return event.getModifierState('AltGraph') || !(event.ctrlKey || event.altKey)
}

/**
 * Listens on the whole window, before anything else on the page, until the returned function is called.
 */
export function listenForWedgeScans(listener: WedgeListener): () => void {
  let burst: Burst | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let endedAtMs = -Infinity

  const keep = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const forget = () => {
    clearTimeout(timer)
    burst = undefined
  }
  const finish = (text: string) => {
    forget()
    listener.scan(text.trim())
  }
  const finishAfter = (ms: number, act: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(act, ms)
  }

  function onPause(): void {
    const text = burst?.text ?? ''
    const scanned = burst?.caught === true && (burst.before !== undefined || text.length >= shortestUnended)
    const typed = burst?.caught === true && !scanned
    forget()
    if (scanned) listener.scan(text.trim())
    else if (typed) listener.fragment(text)
  }

  function onLineEnd(event: KeyboardEvent): void {
    if (burst?.caught !== true) {
      // Scanners that send two line ends must not press the button in focus with the second.
      if (event.timeStamp - endedAtMs < lineEndPauseMs) keep(event)
      else forget()
      return
    }
    keep(event)
    const { text } = burst
    endedAtMs = event.timeStamp
    if (normaliseTicketCode(text) !== undefined) finish(text)
    else if (text.length < shortestEnded) forget()
    else {
      burst.text = `${text}\n`
      finishAfter(lineEndPauseMs, () => {
        finish(text)
      })
    }
  }

  function startBurst(event: KeyboardEvent): Burst {
    const field = textFieldOf(event)
    if (field === undefined) return { text: '', lastAtMs: event.timeStamp, caught: true, before: undefined }
    const { value, selectionStart: start, selectionEnd: end } = field
    return { text: '', lastAtMs: event.timeStamp, caught: false, before: { field, value, start, end } }
  }

  function putFieldBack({ field, value, start, end }: NonNullable<Burst['before']>): void {
    field.value = value
    if (start !== null) field.setSelectionRange(start, end)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  function onCharacter(event: KeyboardEvent): void {
    if (burst === undefined && textFieldOf(event) === undefined && [' ', '?'].includes(event.key)) return
    if (burst !== undefined && !burst.caught) {
      const elsewhere = burst.before?.field !== textFieldOf(event)
      if (elsewhere || event.timeStamp - burst.lastAtMs > machineGapMs) forget()
    }
    burst ??= startBurst(event)
    burst.lastAtMs = event.timeStamp
    if (burst.text.length < longestText) burst.text += event.key
    if (!burst.caught && burst.text.length >= machineKeys) {
      burst.caught = true
      if (burst.before !== undefined) putFieldBack(burst.before)
    }
    if (burst.caught) keep(event)
    finishAfter(pauseMs, onPause)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.repeat) {
      // A key held down repeats as fast as a scanner types.
      if (burst?.caught !== true) forget()
    } else if (isLineEnd(event)) onLineEnd(event)
    else if (isCharacter(event)) onCharacter(event)
    else if (event.ctrlKey && event.key !== 'Control' && burst?.caught === true) keep(event)
  }

  window.addEventListener('keydown', onKeydown, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKeydown, { capture: true })
    forget()
  }
}
