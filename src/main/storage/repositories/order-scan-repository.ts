import type { OrderScan } from '#shared/contract/order-scan-api'
import type { Db } from '../schema'

/** What the doors have done with an order's tickets, oldest first; undefined without such an order. */
export async function listScansOfOrder(db: Db, orderId: number): Promise<OrderScan[] | undefined> {
  const order = await db.selectFrom('order').select('id').where('id', '=', orderId).executeTakeFirst()
  if (order === undefined) return undefined
  const rows = await db
    .selectFrom('ticket')
    .innerJoin('scan', 'scan.ticket_id', 'ticket.id')
    .innerJoin('door', 'door.id', 'scan.door_id')
    .leftJoin('device', 'device.id', 'scan.device_id')
    .leftJoin('staff_user as scanner', 'scanner.id', 'scan.staff_user_id')
    .leftJoin('scan_undo', 'scan_undo.scan_id', 'scan.id')
    .leftJoin('staff_user as undoer', 'undoer.id', 'scan_undo.staff_user_id')
    .select([
      'ticket.code as ticketCode',
      'scan.at',
      'scan.mode',
      'door.name as doorName',
      'device.name as deviceName',
      'scanner.name as staffName',
      'scan.outcome',
      'scan.reason',
      'scan.offline',
      'scan_undo.at as undoneAt',
      'undoer.name as undoneBy',
    ])
    .where('ticket.order_id', '=', orderId)
    .orderBy('scan.at')
    .orderBy('scan.id')
    .execute()
  return rows.map(({ offline, undoneAt, undoneBy, ...scan }) => ({
    ...scan,
    offline: offline === 1,
    undone: undoneAt === null ? null : { at: undoneAt, by: undoneBy ?? '' },
  }))
}
