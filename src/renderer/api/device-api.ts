import type { Device, DeviceEdit, DeviceList, NewPairing, Pairing, PairingState } from '#shared/contract/device-api'
import { request } from './client'

/** The living ones first. */
export const listDevices = async (): Promise<Device[]> => (await request<DeviceList>('GET', '/devices')).devices

/** @throws ApiError `lan_closed`, `door_not_found`, `register_not_found` */
export const beginPairing = (pairing: NewPairing) => request<Pairing>('POST', '/pairings', { body: pairing })

export const getPairing = (id: number) => request<PairingState>('GET', `/pairings/${String(id)}`)

/** Renames it, or moves it to another door or register. @throws ApiError `device_revoked`, `door_not_found`, `register_not_found` */
export const saveDevice = (id: number, edit: DeviceEdit) =>
  request<Device>('PUT', `/devices/${String(id)}`, { body: edit })

/** Shuts it out at once and for good. */
export const revokeDevice = (id: number) => request<Device>('DELETE', `/devices/${String(id)}`)

export const unlockDevice = (id: number) => request<Device>('POST', `/devices/${String(id)}/unlocks`)
