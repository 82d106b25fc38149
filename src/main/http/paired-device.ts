import type { FastifyRequest } from 'fastify'
import type { DeviceRole } from '#shared/contract/device-api'

/** A device that was paired with this box office: what it may ask for follows from its role. */
export interface PairedDevice {
  id: number
  role: DeviceRole
}

/** Knows paired devices by what their requests carry. Asked on HTTPS only: plain HTTP would show it to everybody. */
export interface DeviceFinder {
  find: (request: FastifyRequest) => Promise<PairedDevice | undefined>
}

/** Where nothing is paired nobody is known. */
export const noDevices: DeviceFinder = { find: () => Promise.resolve(undefined) }
