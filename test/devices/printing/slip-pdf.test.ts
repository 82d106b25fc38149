import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { receiptSlip } from '#main/devices/printing/receipt-slip'
import { slipToEscPos } from '#main/devices/printing/slip-escpos'
import { createSlipPdf } from '#main/devices/printing/slip-pdf'
import { ticketSlip } from '#main/devices/printing/ticket-slip'
import type { Slip } from '#shared/domain/printing/slip'
import { drawEscPos, pdfToPng } from '../../support/escpos-picture'
import { blur, decodeQr, halve, noise, readPng } from '../grey-picture'
import { aTicket, aVenue, signedText } from '../ticket-documents'
import { receipts } from './receipt-contents'

const slipPdf = createSlipPdf({ resourcesFolder: resolve(import.meta.dirname, '../../../resources') })
const textOf = (pdf: Buffer) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
const pagesOf = (pdf: Buffer) =>
  [
    ...execFileSync('pdfinfo', ['-l', '99', '-'], { input: pdf })
      .toString()
      .matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/g),
  ].map(([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))])
const ticket = ticketSlip(aTicket(), aVenue, 'sv', { index: 0, count: 1, training: false })

function keep(name: string, pdf: Buffer): void {
  const folder = process.env['LUCKA_PICTURES']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.png`), pdfToPng(pdf, 144))
}

test('a receipt on an 80 mm roll is one page as long as its text', async () => {
  const pdf = await slipPdf.render([receiptSlip(receipts.split, { copy: true })], '80')
  keep('pdf-copy', pdf)
  const [[width, height] = [], ...more] = pagesOf(pdf)
  expect(more).toEqual([])
  expect(width).toBe(Math.round((80 / 25.4) * 72))
  expect(height).toBeGreaterThan(300)
  const text = textOf(pdf)
  for (const words of ['KOPIA', 'Org.nr 802400-1234', '450,00', 'Totalt SEK', 'Moms 12 %', 'Momsfritt', 'Kassör'])
    expect(text).toContain(words)
})

test.each(['58', '80', 'A4'] as const)('a ticket on %s scans', async (paper) => {
  const pdf = await slipPdf.render([ticket], paper)
  keep(`pdf-ticket-${paper}`, pdf)
  expect(decodeQr(readPng(pdfToPng(pdf, 203)))).toBe('ABCDEF')
})

test.each([
  ['58', 32],
  ['80', 42],
] as const)('a signed ticket on %s mm scans: sharp, out of focus, and grainy from afar', async (width, columns) => {
  const signed = aTicket({ code: 'KQZWPA', qrText: signedText })
  const slip = ticketSlip(signed, aVenue, 'sv', { index: 0, count: 1, training: false })
  const printed = readPng(await drawEscPos(slipToEscPos(slip, { width, codePage: 'cp858' }), columns))
  const page = readPng(pdfToPng(await slipPdf.render([slip], width), 203))
  for (const paper of [printed, page]) {
    for (const seen of [paper, blur(paper, 2), halve(blur(noise(paper, 80), 1))]) {
      expect(decodeQr(seen)).toBe(signedText)
    }
  }
})

test('each slip has a page of its own', async () => {
  expect(pagesOf(await slipPdf.render([ticket, ticket, ticket], '80'))).toHaveLength(3)
})

test('what is too long for a sheet goes on over the page, and nothing is lost', async () => {
  const lines: Slip['lines'] = Array.from({ length: 150 }, (_, index) => ({
    kind: 'pair',
    left: `Rad ${String(index)}`,
    right: '1,00',
  }))
  const pdf = await slipPdf.render([{ title: 'Lång', lines }], 'A4')
  expect(pagesOf(pdf).length).toBeGreaterThan(1)
  expect(textOf(pdf).match(/Rad \d+/g)).toHaveLength(150)
})
