import type { DeviceRole } from '#shared/contract/device-api'
import { listDoors } from '../../storage/repositories/door-repository'
import { findRegister } from '../../storage/repositories/register-repository'
import type { Db } from '../../storage/schema'

/** Where a device stands: at a door, or beside a register. */
export interface DevicePlace {
  role: DeviceRole
  doorId: number | null
  registerId: number | null
}

export type PlaceRefusal = { code: 'door_not_found' } | { code: 'register_not_found' }

const isDoor = (role: DeviceRole) => role === 'door' || role === 'look_door'

/** A door stands at a door, a customer display beside a register, a till at neither. */
export async function placeRefusalOf(db: Db, place: DevicePlace): Promise<PlaceRefusal | undefined> {
  const doors = await listDoors(db)
  const door = doors.find(({ id, archivedAt }) => id === place.doorId && archivedAt === null)
  if (isDoor(place.role) ? door === undefined : place.doorId !== null) return { code: 'door_not_found' }
  const register = place.registerId === null ? undefined : await findRegister(db, place.registerId)
  const isShown = register !== undefined && register.archivedAt === null
  if (place.role === 'display' ? !isShown : place.registerId !== null) return { code: 'register_not_found' }
  return undefined
}
