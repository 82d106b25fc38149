import type { Device, DeviceRole } from '#shared/contract/device-api'
import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** A paired device as it is recognised by. */
export interface DeviceCredential {
  id: number
  name: string
  role: DeviceRole
  doorId: number | null
  registerId: number | null
  tokenHash: string
  isRevoked: boolean
  /** It waits for a person after too many unknown codes. */
  isStopped: boolean
}

/** Every device that was ever paired: one that was revoked is to be told so. */
export async function listCredentials(db: Db): Promise<DeviceCredential[]> {
  const rows = await db
    .selectFrom('device')
    .select([
      'id',
      'name',
      'role',
      'door_id as doorId',
      'register_id as registerId',
      'token_hash as tokenHash',
      'revoked_at as revokedAt',
      'stopped_at as stoppedAt',
    ])
    .execute()
  return rows.map(({ revokedAt, stoppedAt, ...row }) => ({
    ...row,
    isRevoked: revokedAt !== null,
    isStopped: stoppedAt !== null,
  }))
}

/** The living ones first, each in the order in which they were paired. */
export async function listDevices(db: Db): Promise<Device[]> {
  const rows = await db
    .selectFrom('device')
    .innerJoin('staff_user', 'staff_user.id', 'device.paired_by')
    .select([
      'device.id',
      'device.name',
      'device.role',
      'device.door_id as doorId',
      'device.register_id as registerId',
      'device.paired_at as pairedAt',
      'staff_user.name as pairedBy',
      'device.last_seen_at as lastSeenAt',
      'device.last_address as lastAddress',
      'device.revoked_at as revokedAt',
      'device.stopped_at as stoppedAt',
    ])
    .orderBy((eb) => eb('device.revoked_at', 'is not', null))
    .orderBy('device.id')
    .execute()
  return rows.map(({ stoppedAt, ...row }) => ({ ...row, supervisorNeeded: stoppedAt !== null }))
}

/** @returns the new device's id */
export async function insertDevice(
  { db }: Transaction,
  device: {
    name: string
    role: DeviceRole
    doorId: number | null
    registerId: number | null
    tokenHash: string
    pairedBy: number
    address: string
  },
  now: string,
): Promise<number> {
  const { id } = await db
    .insertInto('device')
    .values({
      name: device.name,
      role: device.role,
      door_id: device.doorId,
      register_id: device.registerId,
      token_hash: device.tokenHash,
      paired_at: now,
      paired_by: device.pairedBy,
      last_seen_at: now,
      last_address: device.address,
      revoked_at: null,
      revoked_by: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateDevice(
  { db }: Transaction,
  id: number,
  edit: { name: string; doorId: number | null; registerId: number | null },
): Promise<void> {
  await db
    .updateTable('device')
    .set({ name: edit.name, door_id: edit.doorId, register_id: edit.registerId })
    .where('id', '=', id)
    .execute()
}

/** Shuts a device out for good. */
export async function revokeDevice(
  { db }: Transaction,
  id: number,
  by: { at: string; staffUserId: number },
): Promise<void> {
  await db
    .updateTable('device')
    .set({ revoked_at: by.at, revoked_by: by.staffUserId })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

/** @param at null lets it go on */
export async function setStopped({ db }: Transaction, id: number, at: string | null): Promise<void> {
  await db.updateTable('device').set({ stopped_at: at }).where('id', '=', id).execute()
}

const sighting = prepareQuery<{ id: number; at: string; address: string }>()((db, param) =>
  db
    .updateTable('device')
    .set({ last_seen_at: param('at'), last_address: param('address') })
    .where('id', '=', param('id')),
)

export function recordSighting(trx: Transaction, id: number, seen: { at: string; address: string }): void {
  trx.run(sighting, { id, ...seen })
}
