/**
 * Films for Chromium's fake camera: codes that come into view one after the other, with a mark in the picture's corner that is
 * white for as long as one is.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export const filmWidth = 1280
export const filmHeight = 720
export const framesPerSecond = 30
/** The mark's side, at the top left. */
export const markPx = 48
const shownFrames = 36
const paper = 0x88
const [black, white] = [16, 235]

/** Reads a code's modules out of its SVG, as the server draws it: one stroked path of horizontal runs. */
export function modulesOf(svg) {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const dark = Array.from({ length: side }, () => new Array(side).fill(false))
  const path = /stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  let [x, y] = [0, 0]
  for (const [, command, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const [along, down] = [Number(first), Number(second ?? 0)]
    if (command === 'M') [x, y] = [along, Math.floor(down)]
    else {
      if (command === 'h') dark[y].fill(true, x, x + along)
      x += along
    }
  }
  return dark
}

/**
 * @param {boolean[][] | undefined} modules the code in view
 * @param {{ share: number, degrees: number }} view the code's share of the picture's height, and how it is turned
 */
export function drawFrame(modules, { share, degrees }) {
  const frame = Buffer.alloc(filmWidth * filmHeight, paper)
  const side = filmHeight * share
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  for (let row = 0; row < filmHeight; row++) {
    for (let column = 0; column < filmWidth; column++) {
      if (row < markPx && column < markPx) frame[row * filmWidth + column] = modules === undefined ? black : white
      if (modules === undefined) continue
      const [right, down] = [column - filmWidth / 2, row - filmHeight / 2]
      const x = Math.floor(((right * cos + down * sin) / side + 0.5) * modules.length)
      const y = Math.floor(((down * cos - right * sin) / side + 0.5) * modules.length)
      const isDark = modules[y]?.[x]
      if (isDark !== undefined) frame[row * filmWidth + column] = isDark ? black : white
    }
  }
  return frame
}

/**
 * Writes a film of the codes of these SVGs.
 *
 * @param {string} file
 * @param {string[]} svgs
 * @param {{ share: number, degrees: number, filter: string }} view `filter`: what the lens does to it, for ffmpeg
 * @returns how many seconds it lasts
 */
export async function makeFilm(file, svgs, view) {
  const size = `${filmWidth}x${filmHeight}`
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', size, '-r', String(framesPerSecond), '-i', '-']
  const output = ['-vf', `${view.filter},format=yuvj420p`, '-q:v', '4', '-f', 'mjpeg', file]
  const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', '-y', ...input, ...output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const empty = drawFrame(undefined, view)
  let frames = 0
  const write = async (frame, count) => {
    for (let written = 0; written < count; written++) {
      if (!ffmpeg.stdin.write(frame)) await once(ffmpeg.stdin, 'drain')
    }
    frames += count
  }
  for (const [index, svg] of svgs.entries()) {
    // Of changing length, so that the codes meet the reader's own beat at any point of it.
    await write(empty, 40 + ((index * 7) % 15))
    await write(drawFrame(modulesOf(svg), view), shownFrames)
  }
  await write(empty, framesPerSecond)
  ffmpeg.stdin.end()
  const [code] = await once(ffmpeg, 'close')
  if (code !== 0) throw new Error(`ffmpeg ended with code ${code}`)
  return frames / framesPerSecond
}
