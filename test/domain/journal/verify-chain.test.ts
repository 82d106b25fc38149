import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalText, GENESIS_HASH, type JournalEntry } from '#shared/domain/journal/journal-entry'
import { followChain, judgeHeads, startOfChain, type PrintedHead } from '#shared/domain/journal/verify-chain'

type Stored = JournalEntry & { hash: string }
const hashOf = (entry: JournalEntry) => createHash('sha256').update(canonicalText(entry)).digest('hex')

function write(count: number): Stored[] {
  const entries: Stored[] = []
  for (let seq = 1; seq <= count; seq++) {
    const entry: JournalEntry = {
      seq,
      at: '2026-11-24T17:00:00.000Z',
      kind: 'payment',
      registerId: 1,
      shiftId: 1,
      orderId: seq,
      staffUserId: 1,
      amountOre: 100 * seq,
      detail: '{}',
      previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    }
    entries.push({ ...entry, hash: hashOf(entry) })
  }
  return entries
}

function verify(entries: readonly Stored[], heads: readonly PrintedHead[] = []) {
  let chain = startOfChain(heads)
  for (const entry of entries) {
    if (chain.broken === null) chain = followChain(chain, entry, hashOf(entry))
  }
  return chain.broken ?? judgeHeads(chain)
}

const journal = write(6)
const headAt = (seq: number) => ({ seq, hash: journal[seq - 1]?.hash.slice(0, 16) ?? '' })

describe('a journal', () => {
  test('that nobody touched is sound, and holds its printed heads', () => {
    expect(verify(journal, [headAt(3), headAt(6)])).toBeNull()
  })

  test('shows an entry that was changed', () => {
    const changed = journal.map((entry) => (entry.seq === 3 ? { ...entry, amountOre: 1 } : entry))
    expect(verify(changed)).toEqual({ seq: 3, fault: 'not_its_hash' })
  })

  test('shows an entry that was changed and hashed anew', () => {
    const forged = journal.map((entry) => {
      if (entry.seq !== 3) return entry
      const other = { ...entry, amountOre: 1 }
      return { ...other, hash: hashOf(other) }
    })
    expect(verify(forged)).toEqual({ seq: 4, fault: 'not_linked' })
  })

  test('shows an entry that was removed', () => {
    expect(verify(journal.filter(({ seq }) => seq !== 3))).toEqual({ seq: 3, fault: 'gap' })
  })

  test('shows two that changed places', () => {
    const [first, second, third, ...rest] = journal
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
    const swapped = [first, { ...third, seq: 2 }, { ...second, seq: 3 }, ...rest]
    expect(verify(swapped)).toEqual({ seq: 2, fault: 'not_its_hash' })
  })

  test('shows one that was put in between', () => {
    const [first, second] = journal
    if (first === undefined || second === undefined) throw new Error('too few')
    const extra = { ...second, amountOre: 5, previousHash: first.hash }
    const pushed = journal.slice(1).map((entry) => ({ ...entry, seq: entry.seq + 1 }))
    expect(verify([first, { ...extra, hash: hashOf(extra) }, ...pushed])).toEqual({ seq: 3, fault: 'not_its_hash' })
  })

  test('whose end was cut off is sound in itself, and not against what was printed', () => {
    const cut = journal.slice(0, 4)
    expect(verify(cut)).toBeNull()
    expect(verify(cut, [headAt(6)])).toEqual({ seq: 5, fault: 'head_missing' })
  })

  test('that was written anew from some point on is not the printed one', () => {
    expect(verify(journal, [{ seq: 4, hash: 'f'.repeat(16) }])).toEqual({ seq: 4, fault: 'head_differs' })
  })
})
