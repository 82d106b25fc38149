import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isBarcodeScanner } from '#main/app/hid-devices'
import { listenForHidScans } from '#renderer/scanning/hid-scanner'

/* Scanners that are no keyboards, as Chromium shows them to a page. */

/** Of Access-IS's manual for the LSR118, appendix B: report 2 is a length, three letters, 56 of data, two more bytes and a flag. */
const scannedData = {
  reportId: 2,
  items: [
    { usages: [0x01_003b], reportSize: 8, reportCount: 1 },
    { usages: [0x8c_00fb, 0x8c_00fc, 0x8c_00fd], reportSize: 8, reportCount: 3 },
    { usages: [0x8c_00fe], reportSize: 8, reportCount: 56 },
    { usages: [0xff66_0004, 0xff66_0000], reportSize: 8, reportCount: 2 },
    { usages: [0x8c_00ff], reportSize: 1, reportCount: 1 },
    { usages: [], reportSize: 7, reportCount: 1 },
  ],
}
const dataBytes = 56

class FakeScanner extends EventTarget {
  opened = false
  /** Another program has it. */
  busy = false
  collections = [{ usagePage: 0x8c, usage: 0x02, inputReports: [scannedData] }]

  async open(): Promise<void> {
    if (this.busy) throw new DOMException('Failed to open the device.', 'NotAllowedError')
    this.opened = true
  }

  #report(text: string, more: boolean): void {
    const bytes = new Uint8Array(63)
    bytes[0] = text.length
    bytes.set(new TextEncoder().encode(`]Q1${text}`), 1)
    bytes[62] = more ? 1 : 0
    this.dispatchEvent(Object.assign(new Event('inputreport'), { reportId: 2, data: new DataView(bytes.buffer) }))
  }

  scan(text: string): void {
    for (let from = 0; from < text.length; from += dataBytes) {
      this.#report(text.slice(from, from + dataBytes), from + dataBytes < text.length)
    }
  }
}

class FakeHid extends EventTarget {
  constructor(readonly allowed: FakeScanner[]) {
    super()
  }

  chosen: FakeScanner[] = []
  getDevices = () => Promise.resolve(this.allowed)
  requestDevice = vi.fn(() => Promise.resolve(this.chosen))

  plug(event: 'connect' | 'disconnect', device: FakeScanner): void {
    this.dispatchEvent(Object.assign(new Event(event), { device }))
  }
}

let texts: string[]
let hid: FakeHid
let scanner: FakeScanner
let listening: ReturnType<typeof listenForHidScans>

/** The browser answers in turns of its own. */
const answered = () => new Promise((resolve) => setTimeout(resolve))

async function listen(allowed: FakeScanner[]): Promise<void> {
  hid = new FakeHid(allowed)
  listening = listenForHidScans(hid, (text) => texts.push(text))
  await answered()
}

beforeEach(() => {
  texts = []
  scanner = new FakeScanner()
})
afterEach(() => {
  listening.stop()
})

test('a scanner that is allowed already is heard from the start', async () => {
  await listen([scanner])
  expect(scanner.opened).toBe(true)
  scanner.scan('KQZWPA')
  scanner.scan('ABCDEF\r')
  expect(texts).toEqual(['KQZWPA', 'ABCDEF'])
})

test('a signed ticket comes in three reports and is one scan', async () => {
  await listen([scanner])
  const signed = `KQZWPA.1.1.2Y.A.${'A7'.repeat(51)}A`
  scanner.scan(signed)
  expect(texts).toEqual([signed])
})

test('two scanners at once do not get mixed', async () => {
  const other = new FakeScanner()
  await listen([scanner, other])
  scanner.scan('KQZWPA')
  other.scan('ABCDEF')
  expect(texts).toEqual(['KQZWPA', 'ABCDEF'])
})

test('a scanner is heard from when it is plugged in until it is pulled out', async () => {
  await listen([])
  hid.plug('connect', scanner)
  await answered()
  scanner.scan('KQZWPA')
  hid.plug('disconnect', scanner)
  scanner.scan('ABCDEF')
  expect(texts).toEqual(['KQZWPA'])
})

test('the person chooses among barcode scanners only, and is told when there is none', async () => {
  await listen([])
  expect(await listening.connect()).toBe(false)
  hid.chosen = [scanner]
  expect(await listening.connect()).toBe(true)
  expect(hid.requestDevice).toHaveBeenCalledWith({ filters: [{ usagePage: 0x8c, usage: 0x02 }] })
  scanner.scan('KQZWPA')
  expect(texts).toEqual(['KQZWPA'])
})

test('a scanner that another program has is not connected, and can be later', async () => {
  scanner.busy = true
  await listen([scanner])
  hid.chosen = [scanner]
  expect(await listening.connect()).toBe(false)
  scanner.busy = false
  expect(await listening.connect()).toBe(true)
  scanner.scan('KQZWPA')
  expect(texts).toEqual(['KQZWPA'])
})

test('other devices and other reports are left alone', async () => {
  const keyboard = new FakeScanner()
  keyboard.collections = [{ usagePage: 0x01, usage: 0x06, inputReports: [scannedData] }]
  await listen([keyboard, scanner])
  expect(keyboard.opened).toBe(false)
  const status = Object.assign(new Event('inputreport'), { reportId: 3, data: new DataView(new ArrayBuffer(8)) })
  scanner.dispatchEvent(status)
  expect(texts).toEqual([])
})

test('the app grants barcode scanners, and nothing that is a keyboard as well', () => {
  const barcode = { usagePage: 0x8c, usage: 0x02 }
  expect(isBarcodeScanner({ collections: [barcode] })).toBe(true)
  expect(isBarcodeScanner({ collections: [barcode, { usagePage: 0xff_45, usage: 1 }] })).toBe(true)
  expect(isBarcodeScanner({ collections: [barcode, { usagePage: 0x01, usage: 0x06 }] })).toBe(false)
  expect(isBarcodeScanner({ collections: [{ usagePage: 0x01, usage: 0x06 }] })).toBe(false)
  expect(isBarcodeScanner({ portName: 'ttyUSB0' })).toBe(false)
})
