import type { Door, DoorEdit, DoorList, NewDoor } from '#shared/contract/door-api'
import type { DoorSettings, Settings } from '#shared/contract/settings-api'
import { request } from './client'

/** Archived ones too. */
export const listAllDoors = async (): Promise<Door[]> => (await request<DoorList>('GET', '/doors?archived=true')).doors

/** @throws ApiError `name_taken` */
export const createDoor = (door: NewDoor) => request<Door>('POST', '/doors', { body: door })

/** @throws ApiError `edit_conflict`, `name_taken`, `last_door` */
export const saveDoor = (id: number, edit: DoorEdit) => request<Door>('PUT', `/doors/${String(id)}`, { body: edit })

export const saveDoorSettings = (door: DoorSettings) => request<Settings>('PUT', '/settings/door', { body: door })
