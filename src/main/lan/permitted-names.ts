import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * Names that an authority may sign for, and no others: whoever steals its key can then pass for nobody on the internet.
 * Written into its certificate, so the devices that trust it enforce it.
 */
export interface PermittedNames {
  /** A name permits itself and everything below it. */
  dns: string[]
  /** Networks, `10.0.0.0/8`. */
  networks: string[]
}

/** Networks whose addresses lead nowhere else: private, shared by a carrier, link-local, loopback. */
const localNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]
const localNames = ['local', 'localhost']

/**
 * @param own.names what this machine is called now
 * @param own.networks the networks it is on now: some venues have public addresses inside
 */
export function permitLocalNames(own: { names: string[]; networks: string[] }): PermittedNames {
  const local = { dns: localNames, networks: localNetworks }
  const networks = own.networks.filter((network) => !isPermitted(network.split('/')[0] ?? '', local))
  const names = own.names.filter((name) => isIP(name) === 0 && !isPermitted(name, local))
  return { dns: [...localNames, ...new Set(names)], networks: [...localNetworks, ...new Set(networks)] }
}

/** Whether a certificate for this name or address stays within what is permitted. */
export function isPermitted(name: string, permitted: PermittedNames): boolean {
  if (isIP(name) === 0) return permitted.dns.some((known) => name === known || name.endsWith(`.${known}`))
  const networks = new BlockList()
  for (const network of permitted.networks) {
    const [address = '', bits] = network.split('/')
    networks.addSubnet(address, Number(bits), familyOf(address))
  }
  return networks.check(name, familyOf(name))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
