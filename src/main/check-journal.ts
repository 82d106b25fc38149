/*
 * Checks the journal of money from outside, with no server and nothing changed: for an auditor, for a backup, for whoever
 * doubts. Prints one line; exit code 0: sound, 1: broken, 2: there is nothing that can be checked.
 */
import { join } from 'node:path'
import { parseCheckJournalOptions, type CheckJournalOptions } from '#main/hosts/check-journal-options'
import { OptionError } from '#main/hosts/host-options'
import { continueInOwnNode, endWithParent, isNodeTooOld } from '#main/hosts/newer-node'

const exitCodes = { sound: 0, broken: 1, refused: 2 }

function refuse(message: string): never {
  process.stderr.write(`check-journal: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exit(exitCodes.refused)
}

function readOptions(): CheckJournalOptions {
  const { env } = process
  // An npm script works in the project's folder, but people mean folders from where they stand.
  const isNpmScript = env['npm_lifecycle_event'] === 'check-journal'
  const workingFolder = isNpmScript ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd()
  try {
    return parseCheckJournalOptions(process.argv.slice(2), env, workingFolder)
  } catch (error) {
    if (error instanceof OptionError) refuse(error.message)
    throw error
  }
}

const faults = {
  gap: (seq: number) => `entry ${seq} is missing`,
  not_its_hash: (seq: number) => `entry ${seq} was changed`,
  not_linked: (seq: number) => `entry ${seq} does not follow the one before`,
  head_missing: (seq: number) => `the journal ends before entry ${seq}, and a Z report has printed a later one`,
  head_differs: (seq: number) => `entry ${seq} is not the one that a Z report has printed`,
}

async function check({ dataFolder, heads }: CheckJournalOptions): Promise<void> {
  // Loaded only now: an older Node must not get as far as the database's binding.
  const { NothingToRead, openReadOnly } = await import('#main/storage/sqlite/open-read-only')
  const { parseHead, verifyJournal } = await import('#main/services/journal-service')
  try {
    const database = openReadOnly(dataFolder)
    const { count, head, broken } = await verifyJournal(database.read, heads.map(parseHead))
    database.close()
    if (broken !== null) {
      process.stdout.write(`BROKEN: ${faults[broken.fault](broken.seq)}\n`)
      process.exit(exitCodes.broken)
    }
    process.stdout.write(`OK: ${count} entries, head ${head.seq}-${head.hash}\n`)
  } catch (error) {
    if (error instanceof NothingToRead) refuse(error.message)
    throw error
  }
}

if (isNodeTooOld()) {
  continueInOwnNode(join(import.meta.dirname, '..', '..'))
} else {
  endWithParent()
  void check(readOptions())
}
