import type { JournalPage, JournalVerification, JournalVerificationRequest } from '#shared/contract/journal-api'
import { followChain, judgeHeads, startOfChain, type PrintedHead } from '#shared/domain/journal/verify-chain'
import { journalHash } from '../storage/repositories/journal-repository'
import {
  countJournal,
  listJournal,
  listPrintedHeads,
  readJournalPage,
} from '../storage/repositories/journal-view-repository'
import type { Read } from '../storage/transaction'

const LISTED = 100
/** Some milliseconds of reading and hashing; then others get their turn. */
const VERIFIED_AT_ONCE = 500

export interface JournalService {
  list: (filter: { before?: number; orderId?: number; kind?: string }) => Promise<JournalPage>
  verify: (request: JournalVerificationRequest) => Promise<JournalVerification>
}

/** The journal of money, read and checked. */
export const createJournalService = ({ read }: { read: Read }): JournalService => ({
  list: (filter) =>
    read(async (db) => ({
      entries: await listJournal(db, { ...filter, limit: LISTED }),
      count: await countJournal(db),
    })),
  verify: ({ head }) => verifyJournal(read, head === null ? [] : [parseHead(head)]),
})

/** Reads the head as a Z report prints it: the entry's number and the beginning of its hash. */
export function parseHead(text: string): PrintedHead {
  const [seq = '', hash = ''] = text.split(/[ :-]/)
  return { seq: Number(seq), hash: hash.toLowerCase() }
}

/**
 * Reads the whole journal in pages and checks that each entry is as it was written and follows the one before, and that it
 * still holds the heads that Z reports have printed.
 *
 * @param heads from paper, beside those of the stored Z reports
 */
export async function verifyJournal(read: Read, heads: readonly PrintedHead[]): Promise<JournalVerification> {
  // First the heads: a Z report that is made meanwhile then asks for nothing that has not been read.
  const printed = [...(await read(listPrintedHeads)), ...heads]
  let chain = startOfChain(printed)
  for (;;) {
    const { seq } = chain.head
    const page = await read((db) => readJournalPage(db, seq, VERIFIED_AT_ONCE))
    for (const entry of page) {
      chain = followChain(chain, entry, journalHash(entry))
      if (chain.broken !== null) break
    }
    if (chain.broken !== null || page.length < VERIFIED_AT_ONCE) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { count, head } = chain
  const broken = chain.broken ?? judgeHeads(chain)
  return { sound: broken === null, count, head, broken }
}
