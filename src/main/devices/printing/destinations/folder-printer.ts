import { rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrintError } from '../print-error'

/** What no file system minds, in one piece. */
const fileName = (title: string) =>
  title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)

/**
 * Puts a PDF into a folder, whole or not at all. The folder is never made: a share that is not mounted must be noticed.
 *
 * @throws PrintError
 */
export async function printIntoFolder(
  folder: string,
  pdf: Buffer,
  name: { title: string; jobId: number },
): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new PrintError('folder_missing', `There is no folder ${folder}.`)
  const file = join(folder, `${name.jobId}-${fileName(name.title)}.pdf`)
  try {
    await writeFile(`${file}.part`, pdf, { mode: 0o600 })
    await rename(`${file}.part`, file)
  } catch (cause) {
    throw new PrintError('folder_refused', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
