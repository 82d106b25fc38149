import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { typedText, type BurstEnd } from '#renderer/scanning/key-burst'
import { looksLikeTicket } from '#renderer/scanning/repair-scan'
import { listenForWedgeScans } from '#renderer/scanning/wedge-listener'

const signedTicket = `KQZWPA.1.1.2Y.A.${'A'.repeat(103)}`

let scans: string[]
let ends: BurstEnd[]
let fragments: string[]
/** A door takes letters; a till has other uses for them. */
let takesLetters: boolean
let signedIn: boolean
let stop: () => void
let nowMs: number

/** Types like a keyboard: what no listener keeps back lands in the focused field; Enter presses the focused button. */
function press(key: string, init: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init })
  Object.defineProperty(event, 'timeStamp', { value: nowMs })
  target.dispatchEvent(event)
  if (event.defaultPrevented) return
  if (target instanceof HTMLInputElement && key.length === 1) target.value += key
  if (target instanceof HTMLButtonElement && key === 'Enter') target.click()
}

/** As a scanner holds Shift under each capital. */
function typeCapitals(text: string, gapMs: number): void {
  for (const key of text) {
    press('Shift', { shiftKey: true })
    press(key, { shiftKey: /\p{Lu}/u.test(key) })
    passMs(gapMs)
  }
}

function passMs(ms: number): void {
  nowMs += ms
  vi.advanceTimersByTime(ms)
}

const keysOf = (text: string): string[] => Array.from(text)

function type(keys: string[], gapMs: number): void {
  for (const key of keys) {
    press(key)
    passMs(gapMs)
  }
}

function focusOn<K extends 'input' | 'button'>(tag: K): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  document.body.append(element)
  element.focus()
  return element
}

beforeEach(() => {
  vi.useFakeTimers()
  document.body.innerHTML = ''
  scans = []
  ends = []
  fragments = []
  takesLetters = true
  signedIn = true
  nowMs = 1_000
  stop = listenForWedgeScans({
    scan: ({ strokes, end }) => {
      scans.push(typedText(strokes).trim())
      ends.push(end)
    },
    fragment: (text) => fragments.push(text),
    takesLetters: () => takesLetters,
    ownDigits: () => !signedIn,
    isTicket: (strokes) => looksLikeTicket(typedText(strokes)),
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

describe('with no field in focus', () => {
  test.each([
    ['Enter', 5],
    ['Tab', 5],
    ['Enter', 100],
  ])('a scan ends at once on %s, with %i ms between keys', (end, gapMs) => {
    type(keysOf('KQZWPA'), gapMs)
    press(end)
    expect(scans).toEqual(['KQZWPA'])
  })

  test('a scanner without line end is read after a pause', () => {
    type(keysOf('KQZWPA'), 80)
    expect(scans).toEqual([])
    passMs(200)
    expect(scans).toEqual(['KQZWPA'])
  })

  test('a line feed sent as Ctrl+J ends a scan and opens no downloads', () => {
    type(keysOf('KQZWPA'), 5)
    const feed = new KeyboardEvent('keydown', { key: 'j', ctrlKey: true, bubbles: true, cancelable: true })
    document.body.dispatchEvent(feed)
    expect(scans).toEqual(['KQZWPA'])
    expect(feed.defaultPrevented).toBe(true)
  })

  test('three codes in 50 ms are three scans in order', () => {
    for (const code of ['KQZWPA', 'abcdef', 'MNOPQR']) type([...keysOf(code), 'Enter'], 2)
    expect(scans).toEqual(['KQZWPA', 'abcdef', 'MNOPQR'])
  })

  test('one QR code of several lines is one scan', () => {
    type([...keysOf('BEGIN:VCARD'), 'Enter', ...keysOf('N:Berlin'), 'Enter', ...keysOf('BERLIN'), 'Enter'], 4)
    expect(scans).toEqual([])
    passMs(200)
    expect(scans).toEqual(['BEGIN:VCARD\nN:Berlin\nBERLIN'])
  })

  test('a very long text is cut to what the server takes', () => {
    type(keysOf('x'.repeat(5_000)), 1)
    passMs(200)
    expect(scans).toEqual(['x'.repeat(4_096)])
  })

  test('capital letters, caps lock and AltGr come through; other shortcuts do not', () => {
    press('Shift')
    press('K', { shiftKey: true })
    type(keysOf('qZwP'), 5)
    press('c', { ctrlKey: true })
    press('F5')
    press('a')
    press('Enter')
    expect(scans).toEqual(['KqZwPa'])
  })

  test('neither the scan nor a second line end presses the button in focus', () => {
    const button = focusOn('button')
    const click = vi.fn()
    button.addEventListener('click', click)
    type([...keysOf('KQZWPA'), 'Enter', 'Enter'], 5)
    expect(scans).toEqual(['KQZWPA'])
    expect(click).not.toHaveBeenCalled()
    passMs(500)
    press('Enter')
    expect(click).toHaveBeenCalledOnce()
  })

  test('what a busy computer delivers late of a scan ends up nowhere', () => {
    const field = focusOn('input')
    type(keysOf('KQZWPA.1.1'), 5)
    vi.advanceTimersByTime(400)
    type([...keysOf('2345'), 'Enter'], 5)
    expect(field.value).toBe('')
    passMs(500)
    type(keysOf('11'), 90)
    expect(field.value).toBe('11')
  })

  test('whoever points at something right after a scan and presses Enter is heard', () => {
    const button = focusOn('button')
    const click = vi.fn()
    button.addEventListener('click', click)
    type([...keysOf('KQZWPA'), 'Enter'], 5)
    button.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    passMs(60)
    press('Enter')
    expect(click).toHaveBeenCalledOnce()
  })

  test('a list in focus does not jump to entries by the letters of a slow scan', () => {
    const list = focusOn('input')
    list.inputMode = 'none'
    const heard = vi.fn()
    list.addEventListener('keydown', heard)
    type([...keysOf('KQZWPA'), 'Enter'], 90)
    expect(scans).toEqual(['KQZWPA'])
    expect(heard).not.toHaveBeenCalled()
  })

  test('a letter or two typed by a person are handed on', () => {
    type(keysOf('KQ'), 120)
    passMs(300)
    expect(scans).toEqual([])
    expect(fragments).toEqual(['KQ'])
  })

  test('keys of the page itself stay free', () => {
    const event = new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(false)
  })

  test('after the end nothing is heard', () => {
    type(keysOf('KQZ'), 5)
    stop()
    type([...keysOf('WPA'), 'Enter'], 5)
    passMs(500)
    expect([scans, fragments]).toEqual([[], []])
  })
})

describe('with a field in focus', () => {
  test('typing stays in the field, however it ends', () => {
    const field = focusOn('input')
    type(keysOf('anna@example.org'), 60)
    press('Enter')
    passMs(500)
    expect(field.value).toBe('anna@example.org')
    expect([scans, fragments]).toEqual([[], []])
  })

  test('two keys that were struck almost together are still typing', () => {
    const field = focusOn('input')
    for (const pair of ['an', 'na', ' l', 'in']) {
      type(keysOf(pair), 12)
      passMs(90)
    }
    expect(field.value).toBe('anna lin')
    expect(scans).toEqual([])
  })

  test('a scan is taken out of the field again', () => {
    const field = focusOn('input')
    field.value = 'anna'
    const seen: string[] = []
    field.addEventListener('input', () => seen.push(field.value))
    type([...keysOf('KQZWPA'), 'Enter'], 8)
    expect(scans).toEqual(['KQZWPA'])
    expect(field.value).toBe('anna')
    expect(seen).toEqual(['anna'])
  })

  test('a key held down is no scan', () => {
    const field = focusOn('input')
    press('a')
    for (let i = 0; i < 20; i++) {
      passMs(30)
      press('a', { repeat: true })
    }
    passMs(500)
    expect(field.value).toBe('a'.repeat(21))
    expect(scans).toEqual([])
  })

  test('a scan is taken out of the middle of what somebody types, and its last letters never get there', () => {
    const field = focusOn('input')
    type(keysOf('anna '), 90)
    field.setSelectionRange(2, 2)
    const heard: string[] = []
    field.addEventListener('keydown', ({ key }) => heard.push(key))
    typeCapitals('KQZWPA', 5)
    press('Enter')
    expect(scans).toEqual(['KQZWPA'])
    expect(field.value).toBe('anna ')
    expect(field.selectionStart).toBe(2)
    expect(heard.filter((key) => key.length === 1)).toEqual(['K', 'Q', 'Z'])
  })

  test('a scan right behind a key of a person, with no pause between, has its own letters only', () => {
    const field = focusOn('input')
    press('A', { shiftKey: true })
    passMs(110)
    typeCapitals('KQZWPA', 5)
    press('Enter')
    expect(scans).toEqual(['KQZWPA'])
    expect(field.value).toBe('A')
  })

  test('a busy computer that delivers some keys late hides no scan', () => {
    const field = focusOn('input')
    for (const [index, key] of keysOf('KQZWPA').entries()) {
      press(key, { shiftKey: true })
      passMs([9, 44, 2, 1, 40, 3][index] ?? 0)
    }
    press('Enter')
    expect(scans).toEqual(['KQZWPA'])
    expect(field.value).toBe('')
  })

  test.each(['Enter', 'pause'])('a scanner of 100 ms between keys is known by its Shift, ended by %s', (end) => {
    const field = focusOn('input')
    field.value = 'anna'
    typeCapitals('KQZWPA', 100)
    if (end === 'Enter') press('Enter')
    passMs(200)
    expect(scans).toEqual(['KQZWPA'])
    expect(field.value).toBe('anna')
  })

  test('a person who writes a name in capitals, at the pace of a person, keeps it', () => {
    const field = focusOn('input')
    for (const [index, key] of keysOf('ANDREA').entries()) {
      press(key, { shiftKey: true })
      passMs(index % 2 === 0 ? 60 : 120)
    }
    press('Enter')
    passMs(500)
    expect(field.value).toBe('ANDREA')
    expect(scans).toEqual([])
  })

  test('five letters that came like from a machine stay typed, Enter with them', () => {
    const field = focusOn('input')
    const enter = vi.fn()
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') enter()
    })
    type([...keysOf('Kaffe'), 'Enter'], 2)
    passMs(500)
    expect(field.value).toBe('Kaffe')
    expect(enter).toHaveBeenCalledOnce()
    expect(scans).toEqual([])
  })

  test('a PIN stays where it is typed, however quick the fingers', () => {
    const field = focusOn('input')
    field.type = 'password'
    type([...keysOf('918273'), 'Enter'], 10)
    passMs(500)
    expect(field.value).toBe('918273')
    expect(scans).toEqual([])
  })

  test('a scan gets out of a PIN that is half typed', () => {
    const field = focusOn('input')
    field.type = 'password'
    type(keysOf('9182'), 90)
    typeCapitals(signedTicket, 5)
    press('Enter')
    expect(scans).toEqual([signedTicket])
    expect(field.value).toBe('9182')
  })

  test('an input method that composes is left alone', () => {
    const field = focusOn('input')
    for (const key of keysOf('nihaoma')) {
      press(key, { isComposing: true })
      passMs(5)
    }
    passMs(500)
    expect(field.value).toBe('nihaoma')
    expect(scans).toEqual([])
  })

  test('a dead key within a scan neither ends it nor gets into the field', () => {
    const field = focusOn('input')
    type([...keysOf('https://a.b/'), 'Dead', ...keysOf('x'), 'Enter'], 5)
    passMs(500)
    expect(scans).toEqual(['https://a.b/x'])
    expect(field.value).toBe('')
  })
})

describe('on a screen whose letters are keys', () => {
  /** What reached the screen, as a command would. */
  let heard: string[]
  const hear = ({ key }: KeyboardEvent) => heard.push(key)
  beforeEach(() => {
    takesLetters = false
    heard = []
    window.addEventListener('keydown', hear)
  })
  afterEach(() => {
    window.removeEventListener('keydown', hear)
  })
  const commands = () => heard.filter((key) => key !== 'Shift')

  test('a key of a person acts a moment later, in its order and before Enter', () => {
    press('2')
    expect(heard).toEqual([])
    passMs(30)
    expect(heard).toEqual(['2'])
    press('A')
    press('Enter')
    expect(heard).toEqual(['2', 'A', 'Enter'])
  })

  test.each([
    [5, 'Enter'],
    [5, 'pause'],
    [30, 'Enter'],
    [100, 'Enter'],
    [100, 'pause'],
  ])('no letter of a scan acts: %i ms between keys, ended by %s', (gapMs, end) => {
    typeCapitals('KQZWPA', gapMs)
    if (end === 'Enter') press('Enter')
    passMs(300)
    expect(scans).toEqual(['KQZWPA'])
    expect(commands()).toEqual([])
  })

  test.each([
    ['a Wi-Fi code', 'WIFI:S:Foajen;T:WPA;P:hemligt;;'],
    ['a web address', 'https://example.org/biljett?id=1'],
    ['4 KiB', 'x'.repeat(4_096)],
  ])('%s is one scan and no command', (_what, text) => {
    type([...keysOf(text), 'Enter'], 5)
    passMs(300)
    expect(scans).toEqual([text])
    expect(commands()).toEqual([])
  })

  test('what keys of a machine did not become a scan go to the screen after all', () => {
    type(keysOf('200K'), 2)
    press('Enter')
    expect(commands()).toEqual(['2', '0', '0', 'K', 'Enter'])
    expect(scans).toEqual([])
  })

  test('a key that waited is typed into the field that has come meanwhile', () => {
    press('5')
    const field = focusOn('input')
    passMs(30)
    expect(field.value).toBe('5')
  })

  test('a key held down is not held back', () => {
    press('ArrowDown')
    press('a')
    press('a', { repeat: true })
    expect(commands()).toEqual(['ArrowDown', 'a', 'a'])
  })

  test('two scanners at once are one scan, of no code', () => {
    typeCapitals('KAQBZCWDPEA', 3)
    press('Enter')
    passMs(3)
    typeCapitals('F', 3)
    press('Enter')
    passMs(300)
    expect(scans).toEqual(['KAQBZCWDPEA\nF'])
    expect(commands()).toEqual([])
  })
})

describe('while nobody is signed in', () => {
  test('a PIN goes through at once, and a scan goes nowhere near it', () => {
    takesLetters = false
    signedIn = false
    const heard: string[] = []
    const hear = ({ key }: KeyboardEvent) => heard.push(key)
    window.addEventListener('keydown', hear)
    type(keysOf('918'), 4)
    expect(heard).toEqual(['9', '1', '8'])
    typeCapitals(signedTicket, 4)
    press('Enter')
    window.removeEventListener('keydown', hear)
    expect(heard.filter((key) => key !== 'Shift')).toEqual(['9', '1', '8'])
    expect(scans).toEqual([signedTicket])
  })
})
