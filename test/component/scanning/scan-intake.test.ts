import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VueWrapper } from '@vue/test-utils'
import type { KeyBurst } from '#renderer/scanning/key-burst'
import { createScanIntake } from '#renderer/scanning/scan-intake'
import { useScans, waitForReceiver, type Scan, type ScanReceiver } from '#renderer/scanning/scan-receivers'
import { useScannerStore } from '#renderer/scanning/scanner-store'
import { mountScreen } from '../app/mount-screen'

let nowMs: number
let unclaimed: string[]
let mounted: VueWrapper[]
let scanner: ReturnType<typeof useScannerStore>
let intake: ReturnType<typeof createScanIntake>

const burstOf = (text: string): KeyBurst => ({
  strokes: Array.from(text, (key, index) => ({ key, code: '', shift: false, atMs: index * 5 })),
  end: 'enter',
})
const scan = (text: string) => {
  intake.fromKeys(burstOf(text))
}

/** A screen that waits for scans. */
function open(receiver: Omit<ScanReceiver, 'scan'> = {}): { texts: string[]; close: () => void } {
  const texts: string[] = []
  const screen = mountScreen({
    setup() {
      useScans({ scan: ({ text }: Scan) => texts.push(text), ...receiver })
      return () => null
    },
  })
  mounted.push(screen)
  return {
    texts,
    close: () => {
      screen.unmount()
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  setActivePinia(createPinia())
  mounted = []
  unclaimed = []
  nowMs = 10_000
  scanner = useScannerStore()
  intake = createScanIntake({ scanner, unclaimed: ({ text }) => unclaimed.push(text), nowMs: () => nowMs })
})
afterEach(() => {
  for (const screen of mounted) screen.unmount()
  vi.useRealTimers()
})

test('the newest screen gets the scan, and the one below it when that has gone', () => {
  const below = open()
  const above = open()
  scan('KQZWPA')
  above.close()
  scan('ABCDEF')
  expect([above.texts, below.texts]).toEqual([['KQZWPA'], ['ABCDEF']])
})

test('what comes twice within a second, as keys and as text, is one scan; a second later it is another', () => {
  const door = open({ takesAnything: true })
  scan('KQZWPA')
  nowMs += 400
  intake.fromText('KQZWPA\r\n')
  expect(door.texts).toEqual(['KQZWPA'])
  nowMs += 700
  scan('KQZWPA')
  expect(door.texts).toEqual(['KQZWPA', 'KQZWPA'])
})

test('two tickets in one moment both get their answer', () => {
  const door = open()
  scan('KQZWPA')
  scan('ABCDEF')
  expect(door.texts).toEqual(['KQZWPA', 'ABCDEF'])
})

test('letters of two scanners are one request to scan again, and what is left of them none', () => {
  const mixed = vi.fn()
  const door = open({ takesAnything: true, mixed })
  scan('KAQBZCWDPEA')
  nowMs += 150
  scan('DEF')
  expect(mixed).toHaveBeenCalledOnce()
  expect(door.texts).toEqual([])
  nowMs += 100
  scan('KQZWPA')
  expect(door.texts).toEqual(['KQZWPA'])
})

test('a screen without an answer of its own for mixed letters leaves it to the notice, for a while', () => {
  open()
  scan('KAQBZCWDPEA')
  expect(scanner.notice).toBe('mixed')
  vi.advanceTimersByTime(10_000)
  expect(scanner.notice).toBeNull()
})

test('a ticket that no screen waits for is handed on; anything else is said to be no ticket', () => {
  scan('KQZWPA')
  expect(unclaimed).toEqual(['KQZWPA'])
  scan('https://example.org')
  expect(unclaimed).toEqual(['KQZWPA'])
  expect(scanner.notice).toBe('no_ticket')
})

test('only a screen that takes anything gets what is no ticket', () => {
  const orders = open()
  scan('https://example.org')
  expect(orders.texts).toEqual([])
  const door = open({ takesAnything: true })
  nowMs += 2_000
  scan('https://example.org')
  expect(door.texts).toEqual(['https://example.org'])
})

test('a scan waits for the screen that is about to open', () => {
  waitForReceiver({ text: 'KQZWPA', repair: null, burst: null })
  expect(open().texts).toEqual(['KQZWPA'])
  expect(open().texts).toEqual([])
})

/** What a computer with a French keyboard that does not say which keys they were makes of a US scanner's. */
const throughFrench = (code: string) => `${code}:&:&:&:&:${'q'.repeat(103)}`

test('a repair is explained once', () => {
  const door = open()
  scan(throughFrench('KKKKKK'))
  expect(door.texts).toEqual([`KKKKKK.1.1.1.1.${'a'.repeat(103)}`])
  expect(scanner.notice).toBe('layout')
  scanner.close()
  scan(throughFrench('LLLLLL'))
  expect(door.texts).toHaveLength(2)
  expect(scanner.notice).toBeNull()
})

test('a signed ticket that lost a letter on its way is to be scanned again', () => {
  const mixed = vi.fn()
  open({ takesAnything: true, mixed })
  scan(`KQZWPA.1.1.1.1.${'A'.repeat(102)}`)
  expect(mixed).toHaveBeenCalledOnce()
})

test('a look at the scanner gets all of it, doubles too', () => {
  const card = open({ inspects: true })
  scan('KAQBZCWDPEA')
  scan('KAQBZCWDPEA')
  expect(card.texts).toHaveLength(2)
})
