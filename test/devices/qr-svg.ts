import type { GreyPicture } from './grey-picture'

const MODULE_PX = 6

/** Draws a QR code from its SVG, as `renderQrSvg` writes it: one stroked path of horizontal runs on a square of modules. */
export function drawQrSvg(svg: string): GreyPicture {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]) * MODULE_PX
  const pixels = new Float32Array(side * side).fill(255)
  const path = /stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  let [x, y] = [0, 0]
  for (const [, command, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const [along, down] = [Number(first), Number(second ?? 0)]
    if (command === 'M') [x, y] = [along, Math.floor(down)]
    else {
      if (command === 'h') {
        for (let row = y * MODULE_PX; row < (y + 1) * MODULE_PX; row += 1) {
          pixels.fill(0, row * side + x * MODULE_PX, row * side + (x + along) * MODULE_PX)
        }
      }
      x += along
    }
  }
  return { width: side, height: side, pixels }
}
