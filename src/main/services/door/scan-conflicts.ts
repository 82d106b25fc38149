import type { ScanConflict, ScanConflictList } from '#shared/contract/scan-upload-api'
import { err, ok, type Result } from '#shared/domain/result'
import { findConflict, listConflicts, resolveConflict } from '../../storage/repositories/scan-conflict-repository'
import type { ServiceDeps } from '../service-deps'

const SHOWN_MS = 7 * 24 * 3_600_000

export type ResolveRefusal = { code: 'conflict_not_found' } | { code: 'already_resolved' }

/** Who was let in by a door without contact though the server knew better: for a person to look at and to write down. */
export interface ScanConflicts {
  list: () => Promise<ScanConflictList>
  resolve: (id: number, note: string, staffUserId: number) => Promise<Result<ScanConflict, ResolveRefusal>>
}

export function createScanConflicts({ inTransaction, read, now, news }: ServiceDeps): ScanConflicts {
  return {
    list: async () => {
      const since = new Date(Date.parse(now()) - SHOWN_MS).toISOString()
      const conflicts = await read((db) => listConflicts(db, since))
      return { conflicts, openCount: conflicts.filter(({ resolvedAt }) => resolvedAt === null).length }
    },

    resolve: async (id, note, staffUserId) => {
      const result = await inTransaction(async (trx): Promise<Result<ScanConflict, ResolveRefusal>> => {
        const conflict = await findConflict(trx.db, id)
        if (conflict === undefined) return err({ code: 'conflict_not_found' })
        if (conflict.resolvedAt !== null) return err({ code: 'already_resolved' })
        await resolveConflict(trx, id, { at: now(), staffUserId, note: note.trim() })
        return ok((await findConflict(trx.db, id)) ?? conflict)
      })
      if (result.ok) news.publish('scan_conflict', {})
      return result
    },
  }
}
