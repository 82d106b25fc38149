import type { ScanConflict } from '#shared/contract/scan-upload-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

interface UseColumns {
  earlierAt: string | null
  earlierDoorName: string | null
  earlierDeviceName: string | null
  earlierStaffName: string | null
  earlierOffline: number | null
  firstUsedAt: string | null
  firstDoorName: string | null
}

/** The scan that was counted before this one; a use that no scan tells of, by the ticket API or at the till, is only known as the first. */
function earlierUseOf(at: string, row: UseColumns): ScanConflict['earlierUse'] {
  if (row.earlierAt !== null) {
    const { earlierAt, earlierDoorName, earlierDeviceName, earlierStaffName, earlierOffline } = row
    return {
      ...{ at: earlierAt, doorName: earlierDoorName, deviceName: earlierDeviceName, staffName: earlierStaffName },
      offline: earlierOffline === 1,
    }
  }
  if (row.firstUsedAt === null || row.firstUsedAt === at) return null
  return { at: row.firstUsedAt, doorName: row.firstDoorName, deviceName: null, staffName: null, offline: false }
}

async function selectConflicts(db: Db, which: { id: number } | { openOrSince: string }): Promise<ScanConflict[]> {
  const rows = await db
    .selectFrom('scan_conflict as conflict')
    .innerJoin('scan', 'scan.id', 'conflict.scan_id')
    .innerJoin('door', 'door.id', 'scan.door_id')
    .leftJoin('device', 'device.id', 'scan.device_id')
    .leftJoin('staff_user as scanner', 'scanner.id', 'scan.staff_user_id')
    .leftJoin('staff_user as resolver', 'resolver.id', 'conflict.resolved_by')
    .leftJoin('ticket', 'ticket.id', 'scan.ticket_id')
    .leftJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .leftJoin('event', 'event.id', 'ticket.event_id')
    .leftJoin('door as first_door', 'first_door.id', 'ticket.first_door_id')
    .leftJoin('scan as earlier', (join) =>
      join.on('earlier.id', '=', (eb) =>
        eb
          .selectFrom('scan as before')
          .leftJoin('scan_undo as undo', 'undo.scan_id', 'before.id')
          .select((of) => of.fn.max('before.id').as('id'))
          .whereRef('before.ticket_id', '=', 'scan.ticket_id')
          .whereRef('before.check_in_id', '<', 'scan.check_in_id')
          // What had been taken back by then was no use any longer.
          .where((of) => of.or([of('undo.at', 'is', null), of('undo.at', '>', of.ref('scan.received_at'))])),
      ),
    )
    .leftJoin('door as earlier_door', 'earlier_door.id', 'earlier.door_id')
    .leftJoin('device as earlier_device', 'earlier_device.id', 'earlier.device_id')
    .leftJoin('staff_user as earlier_staff', 'earlier_staff.id', 'earlier.staff_user_id')
    .select([
      'conflict.id',
      'conflict.reason',
      'conflict.opened_at as openedAt',
      'conflict.resolved_at as resolvedAt',
      'conflict.note',
      'resolver.name as resolvedBy',
      'scan.at',
      'scan.received_at as receivedAt',
      'door.name as doorName',
      'device.name as deviceName',
      'scanner.name as staffName',
      'scan.code as scannedCode',
      'ticket.code',
      'ticket.order_id as orderId',
      'earlier.at as earlierAt',
      'earlier_door.name as earlierDoorName',
      'earlier_device.name as earlierDeviceName',
      'earlier_staff.name as earlierStaffName',
      'earlier.offline as earlierOffline',
      'ticket.first_used_at as firstUsedAt',
      'first_door.name as firstDoorName',
      'ticket_type.title as ticketTypeTitle',
      'event.title as eventTitle',
    ])
    .where((eb) =>
      'id' in which
        ? eb('conflict.id', '=', which.id)
        : eb.or([eb('conflict.resolved_at', 'is', null), eb('conflict.opened_at', '>=', which.openOrSince)]),
    )
    .orderBy((eb) => eb('conflict.resolved_at', 'is not', null))
    .orderBy('conflict.id', 'desc')
    .execute()
  return rows.map(({ at, receivedAt, doorName, deviceName, staffName, code, orderId, ...row }) => ({
    id: row.id,
    reason: row.reason,
    scan: { at, receivedAt, code: row.scannedCode, doorName, deviceName, staffName },
    earlierUse: earlierUseOf(at, row),
    ticket:
      code === null || orderId === null
        ? null
        : { code, orderId, ticketTypeTitle: row.ticketTypeTitle ?? '', eventTitle: row.eventTitle ?? '' },
    openedAt: row.openedAt,
    resolvedAt: row.resolvedAt,
    resolvedBy: row.resolvedBy,
    note: row.note,
  }))
}

/** The open ones, then those that were opened since `since`; the newest first. */
export const listConflicts = (db: Db, since: string) => selectConflicts(db, { openOrSince: since })

export async function findConflict(db: Db, id: number): Promise<ScanConflict | undefined> {
  return (await selectConflicts(db, { id }))[0]
}

export async function resolveConflict(
  { db }: Transaction,
  id: number,
  resolution: { at: string; staffUserId: number; note: string },
): Promise<void> {
  await db
    .updateTable('scan_conflict')
    .set({ resolved_at: resolution.at, resolved_by: resolution.staffUserId, note: resolution.note })
    .where('id', '=', id)
    .where('resolved_at', 'is', null)
    .execute()
}
