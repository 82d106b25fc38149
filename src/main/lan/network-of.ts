import { isIPv6 } from 'node:net'

/** The network of an address, `192.0.2.0/24` for `192.0.2.7/24`: verifiers may refuse one with bits beyond its length. */
export function networkOf(cidr: string): string {
  const [address = '', length = ''] = cidr.split('/')
  const sixth = isIPv6(address)
  const [groups, width, separator, base] = sixth
    ? [groupsOf(address), 16, ':', 16]
    : [address.split('.').map(Number), 8, '.', 10]
  const masked = groups.map((group, index) => {
    const kept = Math.min(Math.max(Number(length) - index * width, 0), width)
    return group & (((1 << width) - 1) ^ ((1 << (width - kept)) - 1))
  })
  return `${masked.map((group) => group.toString(base)).join(separator)}/${length}`
}

/** The eight numbers of an IPv6 address in any spelling. */
function groupsOf(address: string): number[] {
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [before = '', after] = shortest.split('::')
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  if (after === undefined) return numbers(before)
  const [first, last] = [numbers(before), numbers(after)]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}
