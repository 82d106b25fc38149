import type { DoorScan, Judge, Judgement } from './judging/judge'
import type { DoorStorage, KeptScan } from './storage/door-storage'

export interface DoorScanner {
  /** Decides about a scan. What is told has been written down before. */
  scan: (scan: DoorScan) => Promise<Judgement>
  /** Lets in all the same whom nobody could decide about, by a person's word. @returns the scan that says so */
  admitAnyway: (undecided: DoorScan, nonce: string) => Promise<DoorScan>
  isUnderWay: (nonce: string) => boolean
}

/** A stranger's QR code may hold a secret: what has not the shape of a ticket is told as nothing. */
const longestTicket = 512

export function createDoorScanner(deps: {
  storage: DoorStorage
  judge: Judge
  isThere: () => boolean
  findRow: (scanned: string, at: string) => Promise<{ keys: { name: string }; day: string } | undefined>
  isTicket: (scanned: string) => boolean
  nowMs: () => number
}): DoorScanner {
  const { storage } = deps
  const underWay = new Set<string>()
  let order = 0

  async function kept(scan: DoorScan): Promise<KeptScan> {
    const { nonce, at, doorId, eventId, mode, scanned } = scan
    const sealed = await storage.seal(deps.isTicket(scanned) ? scanned.slice(0, longestTicket) : '')
    order = Math.max(order + 1, deps.nowMs())
    return {
      ...{ order, nonce, sealed, at, doorId, eventId, mode, outcome: null, reason: null },
      ...{ rowName: null, passage: null, day: null, settledAtMs: null },
    }
  }

  async function writeDown(scan: KeptScan, judgement: Judgement): Promise<void> {
    if (judgement.kind !== 'verdict') {
      // The server has answered, and for good: there is nothing to tell it.
      if (judgement.kind === 'failed') await storage.forget(scan.nonce)
      return
    }
    const { by, verdict, passed } = judgement
    const row = passed && { rowName: passed.name, passage: passed.passage, day: passed.day }
    if (by === 'list') await storage.keep({ ...scan, outcome: verdict.outcome, reason: verdict.reason, ...row })
    else if (row === undefined) await storage.forget(scan.nonce)
    else await storage.keep({ ...scan, sealed: null, ...row, settledAtMs: deps.nowMs() })
  }

  return {
    isUnderWay: (nonce) => underWay.has(nonce),
    async scan(scan) {
      underWay.add(scan.nonce)
      try {
        const isThere = deps.isThere()
        const writing = kept(scan).then(async (record) => {
          // Without contact it is decided in no time, and written down once, with its verdict.
          if (isThere) await storage.keep(record)
          return record
        })
        const [judgement, record] = await Promise.all([deps.judge.judge(scan), writing])
        await writeDown(record, judgement)
        return judgement
      } finally {
        underWay.delete(scan.nonce)
      }
    },
    async admitAnyway(undecided, nonce) {
      const scan = { ...undecided, nonce }
      const row = await deps.findRow(scan.scanned, scan.at)
      const place = row && { rowName: row.keys.name, passage: 'admitted' as const, day: row.day }
      await storage.keep({ ...(await kept(scan)), outcome: 'admitted', ...place })
      return scan
    },
  }
}
