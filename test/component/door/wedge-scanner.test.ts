import { listenForWedgeScans } from '#renderer/features/door/wedge-scanner'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

let scans: string[]
let fragments: string[]
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
  fragments = []
  nowMs = 1_000
  stop = listenForWedgeScans({ scan: (text) => scans.push(text), fragment: (text) => fragments.push(text) })
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
})
