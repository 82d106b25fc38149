/** Device files, folders and the computer's own print queue, with stand-ins for what a test cannot plug in. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printOnDevice } from '#main/devices/printing/destinations/device-printer'
import { printIntoFolder } from '#main/devices/printing/destinations/folder-printer'
import { createCupsPrinting } from '#main/devices/printing/destinations/system-printing'
import { PrintError } from '#main/devices/printing/print-error'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lucka-destinations-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const faultOf = (printing: Promise<void>) =>
  printing.then(
    () => 'printed',
    (error: unknown) => (error instanceof PrintError ? error.code : String(error)),
  )

describe('a device file', () => {
  test('gets the bytes after whatever it has got before', async () => {
    const path = join(folder, 'lp0')
    writeFileSync(path, 'before ')
    expect(await faultOf(printOnDevice(path, Buffer.from('åäö')))).toBe('printed')
    expect(readFileSync(path, 'utf8')).toBe('before åäö')
  })

  test('of an unplugged printer is not made', async () => {
    expect(await faultOf(printOnDevice(join(folder, 'lp0'), Buffer.from('a')))).toBe('device_missing')
    expect(readdirSync(folder)).toEqual([])
  })

  test('that takes nothing more holds nothing up', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    // Opened for both, so that there is a reader, who never reads.
    const reader = await open(pipe, 'r+')
    try {
      expect(await faultOf(printOnDevice(pipe, Buffer.alloc(1_000_000), 150))).toBe('too_slow')
    } finally {
      await reader.close()
    }
  })
})

describe('a folder', () => {
  test('gets each document whole under a name that every file system takes', async () => {
    await printIntoFolder(folder, Buffer.from('%PDF'), { title: '../Kvitto 17: Kassa/1', jobId: 4 })
    expect(readdirSync(folder)).toEqual(['4-Kvitto-17-Kassa-1.pdf'])
  })

  test('that is gone is not made', async () => {
    const gone = join(folder, 'share')
    expect(await faultOf(printIntoFolder(gone, Buffer.from('a'), { title: 'Kvitto', jobId: 1 }))).toBe('folder_missing')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the computer’s print queue', () => {
  const path = process.env['PATH'] ?? ''
  afterEach(() => {
    process.env['PATH'] = path
  })
  function standIn(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
    process.env['PATH'] = `${folder}:${path}`
  }
  const print = () => faultOf(createCupsPrinting().print('Kontoret', Buffer.from('%PDF-1.3 test'), 'Kvitto 1'))

  test('gets the PDF for the printer that was chosen, with the job’s title', async () => {
    standIn('lp', `printf '%s|' "$@" > ${folder}/arguments; for last; do :; done; cp "$last" ${folder}/printed`)
    expect(await print()).toBe('printed')
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toMatch(
      /^-d\|Kontoret\|-t\|Kvitto 1\|--\|.*document\.pdf\|$/,
    )
    expect(readFileSync(join(folder, 'printed'), 'utf8')).toBe('%PDF-1.3 test')
  })

  test('names its printers', async () => {
    standIn('lpstat', 'printf "Kontoret\\nKassan\\n"')
    expect(await createCupsPrinting().list()).toEqual(['Kontoret', 'Kassan'])
  })

  test.each([
    ['system_printer_unknown', 'echo "lp: The printer or class does not exist." >&2; exit 1'],
    ['system_refused', 'echo "lp: Connection refused" >&2; exit 1'],
  ])('says %s in its words', async (code, script) => {
    standIn('lp', script)
    expect(await print()).toBe(code)
  })

  test('that is not there is told apart', async () => {
    process.env['PATH'] = folder
    expect(await print()).toBe('no_print_system')
    expect(await createCupsPrinting().list()).toEqual([])
  })
})
