import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from './default-data-folder'
import { OptionError } from './host-options'

export interface CheckJournalOptions {
  dataFolder: string
  /** Lines that Z reports have printed, `1234-0123456789abcdef`. */
  heads: string[]
}

/**
 * Reads the arguments of `check-journal`. Relative folders are meant from `workingFolder`.
 *
 * @throws OptionError
 */
export function parseCheckJournalOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
  workingFolder: string,
): CheckJournalOptions {
  const { data, head = [] } = parseStrictly(args)
  if (data === '') throw new OptionError('--data needs a folder')
  const wrong = head.find((line) => !/^\d{1,15}[ :-][0-9a-fA-F]{16,64}$/.test(line))
  if (wrong !== undefined) {
    throw new OptionError(`--head needs the line as a Z report prints it, 1234-0123456789abcdef, not "${wrong}"`)
  }
  return { dataFolder: resolve(workingFolder, data ?? defaultDataFolder(env)), heads: head }
}

function parseStrictly(args: string[]) {
  try {
    return parseArgs({ args, options: { data: { type: 'string' }, head: { type: 'string', multiple: true } } }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [firstSentence = error.message] = error.message.split(/[.\n]/) // The rest is advice for programmers.
    throw new OptionError(firstSentence, { cause: error })
  }
}
