import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { printOverNetwork, type NetworkPrinterLimits } from '#main/devices/printing/destinations/network-printer'
import { PrintError } from '#main/devices/printing/print-error'
import { slipToEscPos } from '#main/devices/printing/slip-escpos'
import { receiptSlip } from '#main/devices/printing/receipt-slip'
import { startFakePrinter, type Behaviour, type FakePrinter } from '../../support/fake-printer'
import { receipts } from './receipt-contents'

const limits: NetworkPrinterLimits = { connectMs: 500, statusMs: 60, silentMs: 250, closeMs: 1_000 }
const receipt = slipToEscPos(receiptSlip(receipts.sale), { width: '80', codePage: 'cp858' })
/** Beyond what the two ends keep in their buffers, so that whoever takes nothing is noticed. */
const long = Buffer.alloc(12_000_000, 0x41)

let fake: FakePrinter
beforeEach(async () => {
  fake = await startFakePrinter()
})
afterEach(() => fake.close())

const print = (bytes: Uint8Array = receipt) => printOverNetwork({ host: '127.0.0.1', port: fake.port }, bytes, limits)
const faultOf = async (printing: Promise<void>) =>
  printing.then(
    () => 'printed',
    (error: unknown) => (error instanceof PrintError ? error.code : String(error)),
  )

test.each<[string, Partial<Behaviour>]>([
  ['answers about its state', {}],
  ['is mute', { answers: false }],
  ['is slow', { pauseMs: 80 }],
])('a printer that %s gets every byte, once', async (_name, behaviour) => {
  fake.behave(behaviour)
  expect(await faultOf(print())).toBe('printed')
  expect(fake.documents()).toEqual([Buffer.from(receipt)])
})

test.each<[string, Partial<Behaviour>]>([
  ['cover_open', { state: 'cover_open' }],
  ['out_of_paper', { state: 'out_of_paper' }],
  ['jammed', { state: 'error' }],
  ['refused', { hangsUp: true }],
])('%s: nothing is sent', async (fault, behaviour) => {
  fake.behave(behaviour)
  expect(await faultOf(print())).toBe(fault)
  expect(fake.documents()).toEqual([])
})

test.each<[string, Partial<Behaviour>, Uint8Array]>([
  ['stopped_midway', { paperForBytes: 100 }, receipt],
  ['vanished', { vanishesAfterBytes: 100 }, receipt],
  ['vanished', { vanishesAfterBytes: 100_000, answers: false }, long],
  ['too_slow', { takesNothing: true }, long],
])('%s: somebody has to look', async (fault, behaviour, bytes) => {
  fake.behave(behaviour)
  expect(await faultOf(print(bytes))).toBe(fault)
})

test('a printer that is switched off refuses', async () => {
  const { port } = fake
  await fake.close()
  expect(await faultOf(printOverNetwork({ host: '127.0.0.1', port }, receipt, limits))).toBe('refused')
  fake = await startFakePrinter()
})

test('a name that nobody has is unreachable', async () => {
  const printing = printOverNetwork({ host: 'no-such-printer.invalid', port: 9100 }, receipt, limits)
  expect(await faultOf(printing)).toBe('unreachable')
})

test('what a printer chatters is not taken for its state', async () => {
  fake.behave({ answers: false })
  expect(await faultOf(print(randomBytes(10_000).map((byte) => byte | 0x80)))).toBe('printed')
})
