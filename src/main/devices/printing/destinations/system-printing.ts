import { execFile, type ExecFileException } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PrintError } from '../print-error'

/** The computer's own print queue. */
export interface SystemPrinting {
  /** Names of its printers; none where the computer has no queue. */
  list: () => Promise<string[]>
  /** Puts a PDF in the queue of a printer. @throws PrintError */
  print: (printerName: string, pdf: Buffer, title: string) => Promise<void>
}

const run = promisify(execFile)
const TIMEOUT_MS = 15_000

/** The queue of Linux and macOS: CUPS, through the programs that come with it. */
export function createCupsPrinting(): SystemPrinting {
  return {
    async list() {
      try {
        const { stdout } = await run('lpstat', ['-e'], { timeout: TIMEOUT_MS })
        return stdout.split('\n').filter((name) => name !== '')
      } catch {
        return []
      }
    },

    async print(printerName, pdf, title) {
      const folder = await mkdtemp(join(tmpdir(), 'lucka-'))
      const file = join(folder, 'document.pdf')
      try {
        await writeFile(file, pdf, { mode: 0o600 })
        await run('lp', ['-d', printerName, '-t', title, '--', file], { timeout: TIMEOUT_MS })
      } catch (cause) {
        throw asPrintError(cause as ExecFileException & { stderr?: string })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

function asPrintError(cause: ExecFileException & { stderr?: string }): PrintError {
  if ((cause.code as unknown) === 'ENOENT') {
    return new PrintError('no_print_system', 'This computer has no program lp, and so no print queue.', { cause })
  }
  const words = cause.stderr?.trim() || cause.message
  const unknown = /does not exist|unknown destination|no default destination/i.test(words)
  return new PrintError(unknown ? 'system_printer_unknown' : 'system_refused', words, { cause })
}
