import jsqrModule from 'jsqr'
import { PNG } from 'pngjs'
import { inflateSync } from 'node:zlib'

/** Pictures of tickets, and what wears them: enough image processing to ask whether a code still scans. */

/** Brightness per pixel, 0 black to 255 white, row by row. */
export interface GreyPicture {
  width: number
  height: number
  pixels: Float32Array
}

// The package is CommonJS with a `default` of its own; which of the two comes in depends on who loads it.
const jsQR = 'default' in jsqrModule ? (jsqrModule as { default: typeof jsqrModule }).default : jsqrModule

function map(picture: GreyPicture, change: (value: number, index: number) => number): GreyPicture {
  return { ...picture, pixels: picture.pixels.map(change) }
}

export function readPng(png: Buffer): GreyPicture {
  const { width, height, data } = PNG.sync.read(png)
  const pixels = new Float32Array(width * height)
  for (let index = 0; index < pixels.length; index += 1) {
    const at = index * 4
    pixels[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
  }
  return { width, height, pixels }
}

/** The rectangles that a page of a PDF of ours fills, drawn at so many pixels to the point; text is left out. */
export function drawPdfRectangles(pdf: Buffer, page: number, scale: number): GreyPicture {
  const [width, height] = [Math.ceil(595.28 * scale), Math.ceil(841.89 * scale)]
  const pixels = new Float32Array(width * height).fill(255)
  const content = pageContents(pdf)[page] ?? ''
  for (const [, x, y, w, h] of content.matchAll(/(\S+) (\S+) (\S+) (\S+) re\n/g)) {
    const [left, top] = [Math.round(Number(x) * scale), Math.round(Number(y) * scale)]
    const [right, bottom] = [Math.round((Number(x) + Number(w)) * scale), Math.round((Number(y) + Number(h)) * scale)]
    for (let row = top; row < bottom; row += 1) pixels.fill(0, row * width + left, row * width + right)
  }
  return { width, height, pixels }
}

/** The drawing commands of each page: the compressed streams that pdfkit starts by turning the page upside down. */
function pageContents(pdf: Buffer): string[] {
  const contents: string[] = []
  let at = 0
  for (;;) {
    const start = pdf.indexOf('\nstream\n', at)
    if (start === -1) return contents
    const end = pdf.indexOf('\nendstream', start)
    try {
      const text = inflateSync(pdf.subarray(start + 8, end)).toString('latin1')
      if (text.startsWith('1 0 0 -1 0 841.89 cm')) contents.push(text)
    } catch {
      // Not a compressed stream, so not a page.
    }
    at = end
  }
}

export function decodeQr(picture: GreyPicture): string | undefined {
  const rgba = new Uint8ClampedArray(picture.pixels.length * 4)
  for (const [index, value] of picture.pixels.entries()) rgba.set([value, value, value, 255], index * 4)
  return jsQR(rgba, picture.width, picture.height)?.data
}

/** The part of a picture between two corners, given as fractions of its width and height. */
export function crop(picture: GreyPicture, from: [x: number, y: number], to: [x: number, y: number]): GreyPicture {
  const [left, top] = [Math.round(from[0] * picture.width), Math.round(from[1] * picture.height)]
  const width = Math.round(to[0] * picture.width) - left
  const height = Math.round(to[1] * picture.height) - top
  const pixels = new Float32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const start = (top + y) * picture.width + left
    pixels.set(picture.pixels.subarray(start, start + width), y * width)
  }
  return { width, height, pixels }
}

export function blur(picture: GreyPicture, radius: number): GreyPicture {
  const along = ({ width, height, pixels }: GreyPicture): GreyPicture => {
    // One direction, then the sides swapped: twice makes a square.
    const turned = new Float32Array(pixels.length)
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        let sum = 0
        for (let step = -radius; step <= radius; step += 1) {
          sum += pixels[y * width + Math.min(width - 1, Math.max(0, x + step))] ?? 0
        }
        turned[x * height + y] = sum / (2 * radius + 1)
      }
    }
    return { width: height, height: width, pixels: turned }
  }
  return along(along(picture))
}

/** Grain of up to `strength` either way, the same at each run. */
export function noise(picture: GreyPicture, strength: number, seed = 1): GreyPicture {
  let state = seed
  return map(picture, (value) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.min(255, Math.max(0, value + (state / 2 ** 31 - 1) * strength))
  })
}

/** Squeezes the brightness between two levels, as on a dim screen. */
export function dim(picture: GreyPicture, black: number, white: number): GreyPicture {
  return map(picture, (value) => black + (value / 255) * (white - black))
}

/** One pass through a copier: soft, grainy, and then hard again with too much toner. */
export function photocopy(picture: GreyPicture, generation: number): GreyPicture {
  const copied = noise(blur(picture, 1), 60, generation)
  return map(copied, (value) => Math.min(255, Math.max(0, (value - 128) * 1.8 + 118)))
}

/** White cracks from edge to edge. */
export function crack(picture: GreyPicture, thicknessPx: number): GreyPicture {
  const { width, height } = picture
  return map(picture, (value, index) => {
    const [x, y] = [index % width, Math.floor(index / width)]
    const distances = [y - 0.4 * height - 0.2 * x, y - 0.75 * height + 0.25 * x, x - 0.56 * width]
    return distances.some((distance) => Math.abs(distance) < thicknessPx / 2) ? 255 : value
  })
}

/** Half the size, each pixel the mean of four: a camera far away. */
export function halve({ width, height, pixels }: GreyPicture): GreyPicture {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) }
  const smaller = new Float32Array(half.width * half.height)
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      const at = 2 * y * width + 2 * x
      const sum = (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + width] ?? 0) + (pixels[at + width + 1] ?? 0)
      smaller[y * half.width + x] = sum / 4
    }
  }
  return { ...half, pixels: smaller }
}
