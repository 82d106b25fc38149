import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A film for Chromium's fake camera: grey paper with a QR code on it, or without. */
export interface FakeCamera {
  file: string
  /** From the next time the camera is opened it sees this text as a QR code; undefined: an empty paper. */
  show: (text: string | undefined) => void
  remove: () => void
}

const film = ['-vf', 'scale=400:400:flags=neighbor,pad=640:480:(ow-iw)/2:(oh-ih)/2:0x888888,format=yuv420p']

export function createFakeCamera(): FakeCamera {
  const folder = mkdtempSync(join(tmpdir(), 'lucka-camera-'))
  const file = join(folder, 'camera.y4m')
  const ffmpeg = (input: string[], filter: string[]) =>
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...input, ...filter, '-r', '10', '-t', '1', file])

  const camera: FakeCamera = {
    file,
    show(text) {
      if (text === undefined) {
        ffmpeg(['-f', 'lavfi', '-i', 'color=c=0x888888:s=640x480'], ['-pix_fmt', 'yuv420p'])
        return
      }
      const picture = join(folder, 'code.png')
      execFileSync('qrencode', ['-s', '10', '-m', '4', '-o', picture, text])
      ffmpeg(['-loop', '1', '-i', picture], film)
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
  camera.show(undefined)
  return camera
}
