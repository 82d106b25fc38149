import { lookup as lookUpName } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import { request as requestTls, type RequestOptions } from 'node:https'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'
import type { Callback } from '../callback-sender'
import { isLoopbackHost } from '../field-rules'

/** Swish's own time is not known; a receiver is to answer at once. */
const timeoutMs = 10_000

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix)
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6')
}

const isPrivate = (address: string) => privateAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

/** Looks a name up, and finds nothing where it leads into a private network. */
const lookUpPublic: LookupFunction = (hostname, options, found) => {
  lookUpName(hostname, { ...options, all: true }).then(
    (addresses) => {
      const [first] = addresses
      if (first === undefined || addresses.some(({ address }) => isPrivate(address))) {
        found(new Error('The callback address is private'), '')
      } else if (options.all === true) found(null, addresses)
      else found(null, first.address, first.family)
    },
    (error: unknown) => {
      found(error instanceof Error ? error : new Error(String(error)), '')
    },
  )
}

/** How to reach a callback's address; undefined where Swish would never call. */
function wayTo(url: URL, loopbackCallbacks: boolean): RequestOptions | undefined {
  // What listens on one's own machine has a certificate of its own making, if any.
  if (isLoopbackHost(url.hostname)) return loopbackCallbacks ? { rejectUnauthorized: false } : undefined
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isPublic = url.protocol === 'https:' && url.port === '' && (isIP(address) === 0 || !isPrivate(address))
  return isPublic ? { lookup: lookUpPublic } : undefined
}

/**
 * Makes the sender of callbacks: a POST as Swish's, to public hosts on port 443, and to this machine where that is asked for.
 * Tells whether it was acknowledged.
 */
export function createCallbackDelivery(options: { loopbackCallbacks: boolean }) {
  return async ({ url, identifier, body }: Callback): Promise<boolean> => {
    const address = new URL(url)
    const way = wayTo(address, options.loopbackCallbacks)
    if (way === undefined) return false
    const request = address.protocol === 'https:' ? requestTls : requestPlain
    return new Promise((resolve, reject) => {
      const sent = request(address, {
        ...way,
        method: 'POST',
        agent: false,
        timeout: timeoutMs,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          ...(identifier !== null && { callbackIdentifier: identifier }),
        },
      })
      sent.on('response', (response) => {
        response.resume()
        resolve(response.statusCode === 200)
      })
      sent.on('timeout', () => sent.destroy(new Error('The callback was not answered')))
      sent.on('error', reject)
      sent.end(body)
    })
  }
}
