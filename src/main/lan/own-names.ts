import type { NetworkInterfaceInfo } from 'node:os'
import { networkOf } from './network-of'

/** What a machine is on its networks; given from outside, because it changes when a cable is pulled. */
export interface Machine {
  hostname: () => string
  networkInterfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>
}

const HOST_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/
const loopback = ['127.0.0.1', '::1']

function interfacesOf(machine: Machine): NetworkInterfaceInfo[] {
  return Object.values(machine.networkInterfaces()).flatMap((entries) => entries ?? [])
}

/** What this machine calls itself, in lower case; undefined for a name that no certificate can hold. */
export function ownHostName(machine: Machine): string | undefined {
  const name = machine.hostname().toLowerCase()
  return HOST_NAME.test(name) ? name : undefined
}

/** The name by which phones find it without anybody setting up names. */
export function ownLocalName(machine: Machine): string | undefined {
  const name = ownHostName(machine)
  return name === undefined || name.endsWith('.local') ? name : `${name.split('.')[0] ?? name}.local`
}

/** Addresses of this machine that another device can put into an address bar: link-local IPv6 needs a zone and cannot. */
export function ownAddresses(machine: Machine): string[] {
  return interfacesOf(machine)
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address.toLowerCase())
}

/** The networks that it is on, `192.0.2.0/24`. */
export function ownNetworks(machine: Machine): string[] {
  return interfacesOf(machine).flatMap(({ internal, cidr }) => (internal || cidr === null ? [] : [networkOf(cidr)]))
}

/** All that it answers to. @param more names that the manager has set */
export function ownNames(machine: Machine, more: readonly string[]): string[] {
  const names = [ownLocalName(machine), ownHostName(machine), 'localhost'].filter((name) => name !== undefined)
  const proper = more.filter((name) => HOST_NAME.test(name))
  return [...new Set([...names, ...proper, ...loopback, ...ownAddresses(machine)])]
}
