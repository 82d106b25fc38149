import { expect, test } from 'vitest'
import { qrGrid, renderQrPng, renderQrSvg, swishQr, ticketQr, type QrContent } from '#main/devices/tickets/ticket-qr'
import { decodeQr, readPng } from './grey-picture'
import { signedText } from './ticket-documents'

const contents: [string, QrContent, string][] = [
  ['a ticket', ticketQr('ABCDEF'), 'ABCDEF'],
  ['the widest ticket', ticketQr('WWWWWW'), 'WWWWWW'],
  ['a signed ticket', ticketQr(signedText), signedText],
  ['a simulated Swish payment', swishQr('0123456789abcdef0123456789abcdef'), 'D0123456789abcdef0123456789abcdef'],
  ['a real Swish payment', swishQr('aB3-_xYz09aB3-_xYz09aB3-_xYz09aB'), 'DaB3-_xYz09aB3-_xYz09aB3-_xYz09aB'],
]

test.each(contents)('%s is read back from the PNG', async (_case, content, text) => {
  expect(decodeQr(readPng(await renderQrPng(content)))).toBe(text)
})

test.each(contents)('%s is drawn with whole modules and a quiet zone of four', async (_case, content) => {
  const { size } = qrGrid(content)
  const picture = readPng(await renderQrPng(content, 3))
  expect([picture.width, picture.height]).toEqual([3 * (size + 8), 3 * (size + 8)])
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const [row, column] = [Math.floor(y / 3) - 4, Math.floor(x / 3) - 4]
      const inside = row >= 0 && column >= 0 && row < size && column < size
      const dark = inside && qrGridOf(content).isDark(row, column)
      if ((picture.pixels[y * picture.width + x] ?? 0) < 128 !== dark) expect.fail(`pixel ${x}, ${y}`)
    }
  }
})

const grids = new Map<QrContent, ReturnType<typeof qrGrid>>()
function qrGridOf(content: QrContent) {
  const grid = grids.get(content) ?? qrGrid(content)
  grids.set(content, grid)
  return grid
}

test('a ticket takes the smallest symbol there is', () => {
  expect(qrGrid(ticketQr('ABCDEF')).size).toBe(21)
})

test('a signed ticket is coded in alphanumeric mode: 37 modules, where bytes would take 45', () => {
  expect(qrGrid(ticketQr(signedText)).size).toBe(37)
  expect(qrGrid({ ...ticketQr(signedText), mode: 'byte' }).size).toBe(45)
})

test.each(contents)('%s is an SVG that scales and holds no script', async (_case, content) => {
  const svg = await renderQrSvg(content)
  const side = qrGrid(content).size + 8
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(svg).toContain(`viewBox="0 0 ${side} ${side}"`)
  expect(svg).not.toMatch(/<script|href|[A-Z]{6}/)
})

test.each([
  ['a simulated token', '0123456789abcdef0123456789abcdef'],
  ['a real token', 'aB3-_xYz09aB3-_xYz09aB3-_xYz09aB'],
])(
  '%s still reads with a mark a quarter of its width over the middle and a thumbprint beside it',
  async (_case, token) => {
    const modulePx = 8
    const content = swishQr(token, 'H')
    const picture = readPng(await renderQrPng(content, modulePx))
    const cover = (centerX: number, centerY: number, side: number, grey: number) => {
      for (let y = Math.round(centerY - side / 2); y < centerY + side / 2; y += 1) {
        picture.pixels.fill(
          grey,
          y * picture.width + Math.round(centerX - side / 2),
          y * picture.width + Math.round(centerX + side / 2),
        )
      }
    }
    const symbolPx = qrGrid(content).size * modulePx
    const middle = picture.width / 2
    cover(middle, middle, symbolPx / 4, 255)
    cover(middle + symbolPx / 4, middle, 5 * modulePx, 90)
    expect(decodeQr(picture)).toBe(`D${token}`)
  },
)
