import { readFileSync } from 'node:fs'
import type { VueWrapper } from '@vue/test-utils'
import { defineComponent, h, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import ScannerTest from '#renderer/components/scanning/ScannerTest.vue'
import { characterAt, placeOf, type Layout } from '#renderer/scanning/keyboard-layouts'
import { testCode } from '#renderer/scanning/scanner-report'
import { useScannerStore } from '#renderer/scanning/scanner-store'
import { useScanning } from '#renderer/scanning/use-scanning'
import { decodeQr } from '../../devices/grey-picture'
import { drawQrSvg } from '../../devices/qr-svg'
import { mountScreen } from '../app/mount-screen'

/* The test card as a scanner meets it: key by key, through the listener that the whole page has. */

interface Scanner {
  /** What the scanner is set to; the computer’s own when it is left out. */
  layout?: Layout
  computer?: Layout
  gapMs?: number
  end?: 'Enter' | 'Tab'
  capsLock?: boolean
  /** Whether the system tells where keys lie. */
  places?: boolean
}

let card: VueWrapper
let nowMs: number

function press(key: string, init: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init })
  Object.defineProperty(event, 'timeStamp', { value: nowMs })
  document.body.dispatchEvent(event)
}

function passMs(ms: number): void {
  nowMs += ms
  vi.advanceTimersByTime(ms)
}

function inverted(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()
}

async function scan(text: string, scanner: Scanner = {}): Promise<void> {
  const { computer = 'se', layout = computer, gapMs = 4, end, capsLock = false, places = true } = scanner
  for (const character of text) {
    const place = placeOf(layout, character)
    if (place === undefined) throw new Error(`no key for ${character}`)
    const written = characterAt(computer, place) ?? ''
    press('Shift', { shiftKey: true })
    press(capsLock ? inverted(written) : written, { shiftKey: place.shift, code: places ? place.code : '' })
    passMs(gapMs)
  }
  if (end !== undefined) press(end)
  passMs(500)
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  nowMs = 1_000
  card = mountScreen(
    defineComponent({
      setup() {
        useScanning({ signedIn: () => true, unclaimed: () => undefined })
        return () => h(ScannerTest)
      },
    }),
  )
})
afterEach(() => {
  card.unmount()
  vi.useRealTimers()
})

const told = () => card.get('[role="status"]').text()

test('the picture on the card says the text that is expected', () => {
  const svg = readFileSync('src/renderer/components/scanning/test-code.svg', 'utf8')
  expect(decodeQr(drawQrSvg(svg))).toBe(testCode)
})

test('a scanner that is set right is told so', async () => {
  await scan(testCode, { end: 'Enter' })
  expect(told()).toContain('Skannern är rätt inställd')
  expect(told()).toContain('4 ms mellan tecknen')
  expect(told()).toContain('Samma som datorns')
})

test.each([
  ['us', 'se', 'ett amerikanskt tangentbord, datorn har ett annat: svenskt'],
  ['us', 'fr', 'ett amerikanskt tangentbord, datorn har ett annat: franskt'],
  ['us', 'de', 'ett amerikanskt tangentbord, datorn har ett annat: tyskt'],
  ['de', 'se', 'ett tyskt tangentbord, datorn har ett annat: svenskt'],
  ['fr', 'us', 'ett franskt tangentbord, datorn har ett annat: amerikanskt'],
  ['se', 'us', 'ett svenskt tangentbord, datorn har ett annat: amerikanskt'],
] as const)(
  'a scanner set to %s on a computer set to %s is explained, and remembered',
  async (layout, computer, words) => {
    await scan(testCode, { layout, computer, end: 'Enter' })
    expect(told()).toContain(words)
    expect(told()).toContain('Keyboard Layout')
    expect(useScannerStore().layout).toBe(layout)
  },
)

test('a layout shows too where the system does not tell the places of keys', async () => {
  await scan(testCode, { layout: 'us', computer: 'se', end: 'Enter', places: false })
  expect(told()).toContain('ett amerikanskt tangentbord')
})

test('a scanner that has been put right is forgotten as a wrong one', async () => {
  await scan(testCode, { layout: 'us', computer: 'se', end: 'Enter' })
  await scan(testCode, { end: 'Enter' })
  expect(told()).toContain('Skannern är rätt inställd')
  expect(useScannerStore().layout).toBeNull()
})

test('Caps Lock is found, and is no layout', async () => {
  await scan(testCode, { capsLock: true, end: 'Enter' })
  expect(told()).toContain('Caps Lock är på')
  expect(useScannerStore().layout).toBeNull()
})

test('a scanner that makes all letters capitals does no harm', async () => {
  await scan(testCode.toUpperCase(), { end: 'Enter' })
  expect(told()).toContain('Alla blir lika stora')
  expect(told()).toContain('Skannern är rätt inställd')
})

test.each([
  ['Enter', 'Enter. Svaret kommer direkt'],
  ['Tab', 'Tab. Svaret kommer direkt'],
  [undefined, 'Carriage Return'],
] as const)('what the scanner sends after the code is told: %s', async (end, words) => {
  await scan(testCode, end === undefined ? {} : { end })
  expect(told()).toContain(words)
})

test('a slow scanner is heard to its end and told how to be quicker', async () => {
  await scan(testCode, { gapMs: 90, end: 'Enter' })
  expect(told()).toContain('90 ms mellan tecknen')
  expect(told()).toContain('Inter-Character Delay')
})

test('letters that the scanner adds are shown, since no ticket would read', async () => {
  await scan(`]Q1${testCode}`, { computer: 'us', end: 'Enter' })
  expect(told()).toContain('Skannern lägger till ”]Q1”')
})

test('another code is shown as it came, and says nothing of the keyboard', async () => {
  await scan('KQZWPA', { end: 'Enter' })
  expect(told()).toContain('Det där var inte provkoden')
  expect(told()).toContain('”KQZWPA”')
  expect(told()).not.toContain('Tangentbord')
})
