import type { ScanOutcome, ScanReason } from '#shared/contract/check-in-api'
import type { ScanMode } from '#shared/domain/check-in/decide-scan'
import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'

/** A scan to be stored: what was read, where and by whom, and what came of it. */
export interface NewScan {
  nonce: string
  at: string
  receivedAt: string
  mode: ScanMode
  doorId: number
  deviceId: number | null
  staffUserId: number | null
  ticketId: number | null
  code: string | null
  outcome: ScanOutcome
  reason: ScanReason | null
  offline: 0 | 1
  checkInId: number | null
  answer: string
}

const scanInsert = prepareQuery<NewScan>()((db, param) =>
  db
    .insertInto('scan')
    .values({
      nonce: param('nonce'),
      at: param('at'),
      received_at: param('receivedAt'),
      mode: param('mode'),
      door_id: param('doorId'),
      device_id: param('deviceId'),
      staff_user_id: param('staffUserId'),
      ticket_id: param('ticketId'),
      code: param('code'),
      outcome: param('outcome'),
      reason: param('reason'),
      offline: param('offline'),
      check_in_id: param('checkInId'),
      answer: param('answer'),
    })
    .returning('id'),
)

const scanByNonce = prepareQuery<{ nonce: string }>()((db, param) =>
  db
    .selectFrom('scan')
    .select([
      'id',
      'mode',
      'door_id as doorId',
      'ticket_id as ticketId',
      'code',
      'outcome',
      'offline',
      'check_in_id as checkInId',
      'answer',
    ])
    .where('nonce', '=', param('nonce')),
)

/** @returns its id */
export function insertScan(trx: Transaction, scan: NewScan): number {
  const row = trx.first(scanInsert, scan)
  if (row === undefined) throw new Error('the scan was not stored')
  return row.id
}

export const findScan = (trx: Transaction, nonce: string) => trx.first(scanByNonce, { nonce })

/** Lists a scan for a person to look at. @param reason why the server would have refused */
export async function openConflict(trx: Transaction, scanId: number, reason: ScanReason, at: string): Promise<void> {
  await trx.db.insertInto('scan_conflict').values({ scan_id: scanId, reason, opened_at: at }).execute()
}
