import type { DeviceRole } from '#shared/contract/device-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** What a code makes of the device that shows it. */
export interface PairingRecord {
  id: number
  name: string
  role: DeviceRole
  doorId: number | null
  registerId: number | null
  createdBy: number
  expiresAt: string
  deviceId: number | null
}

const selectPairings = (db: Db) =>
  db
    .selectFrom('pairing')
    .select([
      'id',
      'name',
      'role',
      'door_id as doorId',
      'register_id as registerId',
      'created_by as createdBy',
      'expires_at as expiresAt',
      'device_id as deviceId',
    ])

export const findPairing = (db: Db, id: number): Promise<PairingRecord | undefined> =>
  selectPairings(db).where('id', '=', id).executeTakeFirst()

export const findPairingByCode = (db: Db, codeHash: string): Promise<PairingRecord | undefined> =>
  selectPairings(db).where('code_hash', '=', codeHash).executeTakeFirst()

/** @returns its id */
export async function insertPairing(
  { db }: Transaction,
  pairing: Omit<PairingRecord, 'id' | 'deviceId'> & { codeHash: string },
  now: string,
): Promise<number> {
  const { id } = await db
    .insertInto('pairing')
    .values({
      code_hash: pairing.codeHash,
      name: pairing.name,
      role: pairing.role,
      door_id: pairing.doorId,
      register_id: pairing.registerId,
      created_at: now,
      created_by: pairing.createdBy,
      expires_at: pairing.expiresAt,
      used_at: null,
      device_id: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when the code was used before: of two devices that show it at once one gets in */
export async function usePairing({ db }: Transaction, id: number, deviceId: number, now: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('pairing')
    .set({ used_at: now, device_id: deviceId })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
