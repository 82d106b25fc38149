/** Receipts, tickets and the Z report as they leave for the printer, byte for byte, and as an eye and a camera see them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { receiptSlip } from '#main/devices/printing/receipt-slip'
import { drawerPulse, slipToEscPos } from '#main/devices/printing/slip-escpos'
import { slipToText } from '#main/devices/printing/slip-text'
import { testSlip } from '#main/devices/printing/test-slip'
import { ticketSlip } from '#main/devices/printing/ticket-slip'
import type { Slip } from '#shared/domain/printing/slip'
import { reportSlip } from '#shared/domain/shifts/z-slip'
import { slipFormat } from '#shared/text/slip-format'
import { closing, day } from '../../domain/shifts/example-day'
import { interpretEscPos } from '../../support/escpos-interpreter'
import { drawEscPos } from '../../support/escpos-picture'
import { decodeQr, readPng } from '../grey-picture'
import { aTicket, aVenue } from '../ticket-documents'
import { receipts } from './receipt-contents'

const one = { index: 0, count: 2, training: false }
const slips: Record<string, Slip> = {
  sale: receiptSlip(receipts.sale),
  split: receiptSlip(receipts.split),
  return: receiptSlip(receipts.return),
  copy: receiptSlip(receipts.sale, { copy: true }),
  training: receiptSlip(receipts.training),
  electronic: receiptSlip(receipts.sale, { electronic: true }),
  ticket: ticketSlip(aTicket(), aVenue, 'sv', one),
  'ticket-training': ticketSlip(aTicket({ code: '' }), aVenue, 'sv', { ...one, training: true }),
  'z-report': reportSlip(day('sv'), closing, slipFormat('sv', 'Europe/Stockholm')),
  test: testSlip(
    {
      printerName: 'Kassa',
      venueName: 'Göta källare',
      at: '2026-12-04T17:41:00.000Z',
      zone: 'Europe/Stockholm',
      columns: 42,
    },
    'sv',
  ),
}
const paper = { width: '80', codePage: 'cp858' } as const
const golden = (name: string) => join(import.meta.dirname, 'golden', name)

describe.each(Object.entries(slips))('%s', (name, slip) => {
  const bytes = slipToEscPos(slip, paper)

  test('as text', async () => {
    await expect(slipToText(slip)).toMatchFileSnapshot(golden(`${name}.txt`))
  })

  test('as bytes for the printer', async () => {
    const hex = Buffer.from(bytes).toString('hex').replace(/.{64}/g, '$&\n')
    await expect(`${hex}\n`).toMatchFileSnapshot(golden(`${name}.escpos.hex`))
  })

  test('the printer writes the rows of the text, and cuts once, at the end', () => {
    const printed = interpretEscPos(bytes)
    expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
    expect(printed.at(-2)?.kind).toBe('cut')
    const letters = (text: string) => text.replace(/\s/g, '')
    const wanted = slipToText(slip).replace(/^\[.*\]$/gm, '')
    const written = printed.map((it) => (it.kind === 'line' ? it.text : '')).join('')
    expect(letters(written)).toBe(letters(wanted))
  })

  test('no row is wider than the paper', () => {
    for (const width of ['58', '80'] as const) {
      for (const it of interpretEscPos(slipToEscPos(slip, { ...paper, width }))) {
        if (it.kind === 'line') expect(it.text.length * it.scale).toBeLessThanOrEqual(width === '58' ? 32 : 42)
      }
    }
  })

  test('åäö stand in every code page', () => {
    for (const codePage of ['cp858', 'windows1252', 'cp850'] as const) {
      const printed = interpretEscPos(slipToEscPos(slip, { ...paper, codePage }))
      const written = printed.map((it) => (it.kind === 'line' ? it.text : '')).join('\n')
      expect(written).toMatch(/[åäöÅÄÖ]/)
      const questions = (text: string) => text.split('?').length
      if (codePage !== 'cp850') expect(questions(written)).toBe(questions(slipToText(slip)))
    }
  })

  test('as a picture', async () => {
    const png = await drawEscPos(bytes, 42)
    const folder = process.env['LUCKA_PICTURES']
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.png`), png)
    }
    const qr = interpretEscPos(bytes).find(({ kind }) => kind === 'qr')
    expect(decodeQr(readPng(png))).toBe(qr?.kind === 'qr' ? qr.data : undefined)
  })
})

const amountsAndMarks = (slip: Slip) => {
  const rows = interpretEscPos(slipToEscPos(slip, paper)).filter((it) => it.kind === 'line')
  return {
    amounts: rows.filter(({ text }) => /\d,\d\d$/.test(text)).map(({ scale }) => scale),
    marks: rows.filter(({ text }) => /^\s*(KOPIA|ÖVNING|EJ KVITTO)$/.test(text)).map(({ scale }) => scale),
  }
}

test.each(['copy', 'training', 'test'])(
  'the mark of a %s is twice the size of every amount, first and last',
  (name) => {
    const slip = slips[name]
    if (slip === undefined) throw new Error(name)
    const { amounts, marks } = amountsAndMarks(slip)
    expect(marks).toEqual([2, 2])
    expect(amounts.length).toBeGreaterThan(0)
    expect(new Set(amounts)).toEqual(new Set([1]))
  },
)

test('an ordinary receipt has no mark', () => {
  expect(amountsAndMarks(receiptSlip(receipts.sale)).marks).toEqual([])
})

test('a copy of a practice receipt carries both marks', () => {
  expect(amountsAndMarks(receiptSlip(receipts.training, { copy: true })).marks).toEqual([2, 2, 2, 2])
})

test('the drawer’s pulse is all that opens the drawer', () => {
  expect(interpretEscPos(drawerPulse())).toEqual([{ kind: 'drawer', onMs: 100, offMs: 500 }])
})

test('a practice ticket’s code is none that a door could take', () => {
  const slip = ticketSlip(aTicket({ code: '' }), aVenue, 'sv', { ...one, training: true })
  const qr = interpretEscPos(slipToEscPos(slip, paper)).find(({ kind }) => kind === 'qr')
  expect(qr).toMatchObject({ kind: 'qr', data: expect.not.stringMatching(/^[A-Z]{6}$/) as string })
})
