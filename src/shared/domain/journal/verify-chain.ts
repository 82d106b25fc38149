import { GENESIS_HASH, type JournalEntry } from './journal-entry'

/**
 * `gap`: a number is missing. `not_its_hash`: an entry was changed. `not_linked`: it does not follow the one before.
 * `head_missing`, `head_differs`: what was printed on a Z report is not there, or is another entry.
 */
type JournalFault = 'gap' | 'not_its_hash' | 'not_linked' | 'head_missing' | 'head_differs'

/** Where the journal stood when a Z report was made. `hash` may be its beginning only, as on paper. */
export interface PrintedHead {
  seq: number
  hash: string
}

export interface Chain {
  count: number
  head: { seq: number; hash: string }
  /** Printed heads that have not been met yet. */
  waiting: readonly PrintedHead[]
  /** The first entry that is wrong. */
  broken: { seq: number; fault: JournalFault } | null
}

export const startOfChain = (printed: readonly PrintedHead[]): Chain => ({
  count: 0,
  head: { seq: 0, hash: GENESIS_HASH },
  waiting: printed.filter(({ seq }) => seq > 0),
  broken: null,
})

/** Takes the next entry. `ownHash` is what its text hashes to now. */
export function followChain(chain: Chain, entry: JournalEntry & { hash: string }, ownHash: string): Chain {
  const faultOf = (): JournalFault | undefined => {
    if (entry.seq !== chain.head.seq + 1) return 'gap'
    if (ownHash !== entry.hash) return 'not_its_hash'
    if (entry.previousHash !== chain.head.hash) return 'not_linked'
    const printedHere = chain.waiting.filter(({ seq }) => seq === entry.seq)
    return printedHere.every(({ hash }) => entry.hash.startsWith(hash)) ? undefined : 'head_differs'
  }
  const fault = faultOf()
  if (fault !== undefined) {
    return { ...chain, broken: { seq: fault === 'gap' ? chain.head.seq + 1 : entry.seq, fault } }
  }
  return {
    count: chain.count + 1,
    head: { seq: entry.seq, hash: entry.hash },
    waiting: chain.waiting.some(({ seq }) => seq <= entry.seq)
      ? chain.waiting.filter(({ seq }) => seq > entry.seq)
      : chain.waiting,
    broken: null,
  }
}

/** At the end: a printed head that was not met has been cut off. */
export function judgeHeads({ head, waiting }: Chain): Chain['broken'] {
  return waiting.length === 0 ? null : { seq: head.seq + 1, fault: 'head_missing' }
}
