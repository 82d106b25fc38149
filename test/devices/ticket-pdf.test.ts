import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TicketDocument } from '#main/devices/tickets/ticket-document'
import { createTicketPrinter } from '#main/devices/tickets/ticket-pdf'
import {
  blur,
  crack,
  crop,
  decodeQr,
  dim,
  drawPdfRectangles,
  type GreyPicture,
  halve,
  noise,
  photocopy,
  readPng,
} from './grey-picture'
import { aTicket, aVenue, signedText } from './ticket-documents'

const printer = createTicketPrinter({ resourcesFolder: resolve(import.meta.dirname, '../../resources') })
const render = (tickets: TicketDocument[], language: 'sv' | 'en' = 'sv') =>
  printer.renderTicketsPdf(tickets, aVenue, language)

/** 96 dots to the inch: the whole page on a screen, a module of the code about 11 pixels. */
const screenScale = 96 / 72

/** What a camera is held to: the code of a ticket with a title of one line, and the quiet space round it. */
const aroundCode = (page: GreyPicture) => crop(page, [0.56, 0.32], [0.97, 0.6])

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\n/g)?.length

test('each ticket has a page of its own with its own code', async () => {
  const codes = ['ABCDEF', 'QWXYZZ', 'WWMWWW']
  const pdf = await render(codes.map((code) => aTicket({ code })))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pagesOf(pdf)).toBe(3)
  expect(codes.map((_code, page) => decodeQr(drawPdfRectangles(pdf, page, screenScale)))).toEqual(codes)
})

test('the code is at least 50 mm wide', async () => {
  const picture = drawPdfRectangles(await render([aTicket()]), 0, 2)
  const dark = [...picture.pixels.entries()]
    .filter(([index, value]) => value === 0 && Math.floor(index / picture.width) > 2 * 100)
    .map(([index]) => index % picture.width)
  const widthMm = ((Math.max(...dark) + 1 - Math.min(...dark)) / 2 / 72) * 25.4
  expect(widthMm).toBeGreaterThan(60)
})

/** @param crackPx a module of the bare code is 11 pixels wide, one of the signed code 6 */
const wears = (crackPx: number): [string, (clean: GreyPicture) => GreyPicture][] => [
  ['a screen far away', (clean) => halve(halve(clean))],
  ['a dim screen, out of focus', (clean) => noise(blur(dim(clean, 70, 130), 3), 6)],
  ['a cracked screen at half brightness', (clean) => noise(blur(dim(crack(clean, crackPx), 40, 128), 1), 8)],
  ['a copy of the fourth generation', (clean) => [1, 2, 3, 4].reduce(photocopy, clean)],
  ['such a copy, photographed from afar', (clean) => halve([1, 2, 3, 4].reduce(photocopy, clean))],
  ['a photograph in bad light', (clean) => halve(blur(noise(clean, 120), 2))],
]

test.each(wears(8))('the code scans from %s', async (_case, wear) => {
  const page = drawPdfRectangles(await render([aTicket({ code: 'KQZMBV' })]), 0, screenScale)
  expect(decodeQr(wear(aroundCode(page)))).toBe('KQZMBV')
})

test.each(wears(4))('the signed code scans from %s', async (_case, wear) => {
  const page = drawPdfRectangles(await render([aTicket({ code: 'KQZWPA', qrText: signedText })]), 0, screenScale)
  expect(decodeQr(wear(aroundCode(page)))).toBe(signedText)
})

test.each<[string, Partial<TicketDocument>]>([
  ['no doors', { doorsOpenAt: null }],
  ['an emoji and a decomposed letter', { eventTitle: '🎭 A\u030ashild på Café Opéra' }],
  ['a title of one endless word', { eventTitle: 'Å'.repeat(200) }],
  ['a title that is a novel', { eventTitle: 'En mycket lång föreställning '.repeat(30) }],
  ['a title in another script', { eventTitle: 'Вишнёвый сад' }],
  ['a title of emoji only', { eventTitle: '🎭🎭🎭' }],
  ['control characters', { eventTitle: 'Fysikalen\u0000\u001b\n\u202eDag 1' }],
  ['a free ticket', { priceOre: 0 }],
])('a ticket with %s takes one page, and its code scans', async (_case, changes) => {
  const pdf = await render([aTicket(changes)])
  expect(pagesOf(pdf)).toBe(1)
  expect(decodeQr(drawPdfRectangles(pdf, 0, screenScale))).toBe('ABCDEF')
})

test('a long name and address of the venue stay on the page', async () => {
  const venue = {
    ...aVenue,
    name: 'Mycket långt namn '.repeat(5),
    address: 'En lång rad i en lång adress\n'.repeat(10),
  }
  const title = 'En mycket lång föreställning '.repeat(5)
  const pdf = await printer.renderTicketsPdf([aTicket({ eventTitle: title })], venue, 'sv')
  expect(pagesOf(pdf)).toBe(1)
})

test('a document without tickets is our bug, as is a time that is none', async () => {
  await expect(render([])).rejects.toThrow(RangeError)
  await expect(render([aTicket({ eventAt: 'soon' })])).rejects.toThrow(RangeError)
})

test('missing fonts fail the print, and the next one tries again', async () => {
  const lost = createTicketPrinter({ resourcesFolder: '/nowhere' })
  await expect(lost.renderTicketsPdf([aTicket()], aVenue, 'sv')).rejects.toThrow('ENOENT')
  await expect(lost.renderTicketsPdf([aTicket()], aVenue, 'sv')).rejects.toThrow('ENOENT')
})

/** Poppler is a second opinion: a real reader's text and a real renderer's pixels. The set-up installs it. */
const pdfTo = (form: 'text' | 'ppm', options: string[], pdf?: Buffer) =>
  spawnSync(`pdfto${form}`, options, { input: pdf, maxBuffer: 2 ** 26 })

describe('in a PDF reader', () => {
  const read = (pdf: Buffer) => pdfTo('text', ['-layout', '-', '-'], pdf).stdout.toString()

  test('a Swedish ticket says what, when, where and how much', async () => {
    const text = read(await render([aTicket(), aTicket({ code: 'QWXYZZ', priceOre: 20_000 })]))
    for (const words of [
      'Fysikalen Dag 1',
      'fre 5 dec 2025 19.00',
      'Insläpp från 18.00',
      'Standardbiljett',
      '199,99 kr',
      '200 kr',
      'Göta källare',
      'Holländargatan 32',
      '113 59 Stockholm',
      '1042',
      'ABCDEF',
      'QWXYZZ',
      'Biljett 1 av 2',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('an English ticket keeps English habits', async () => {
    const text = read(await render([aTicket()], 'en'))
    for (const words of ['Fri 5 Dec 2025, 19:00', 'Doors open at 18:00', '199.99 kr', 'Ticket type']) {
      expect(text).toContain(words)
    }
  })

  test.each([50, 72, 150])('the code scans from the printed page at %i dots to the inch', async (resolution) => {
    const pdf = await render([aTicket({ code: 'KQZMBV' })])
    const { stdout } = pdfTo('ppm', ['-png', '-r', String(resolution), '-'], pdf)
    const code = aroundCode(readPng(stdout))
    expect(decodeQr(code)).toBe('KQZMBV')
    expect(decodeQr(blur(noise(code, 40), 1))).toBe('KQZMBV')
  })
})
