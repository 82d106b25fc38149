import { hostname, networkInterfaces } from 'node:os'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hostName, isLoopbackName } from '../client-address'

/** Addresses of this machine on its networks change when a cable is pulled; they are read anew at most this often. */
const ADDRESSES_GOOD_MS = 5_000
const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
const CALLBACK_PATH = /^\/swish\/callback\/?(\?|$)/

function ownAddresses(): Set<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return new Set(addresses.map(({ address }) => address.toLowerCase()))
}

/** Node keeps the first of several Host headers; which one a proxy before us went by nobody knows. */
function hostCount(rawHeaders: readonly string[]): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count
}

/**
 * Answers only requests that name this machine. A page on the internet can make a browser on this machine send requests here
 * under a name of its own (DNS rebinding); its name is in the Host header, and is refused with 421 before anything is done.
 */
export function guardHost(
  app: FastifyInstance,
  deps: {
    extraNames: () => readonly string[]
    /** As Swish calls us from the internet; good for its callbacks and nothing else. */
    callbackAddress: () => URL | undefined
  },
): void {
  let own = ownAddresses()
  let readAt = performance.now()
  const machine = hostname().toLowerCase()

  function isOurs(name: string): boolean {
    if (isLoopbackName(name) || name === machine || name === `${machine}.local`) return true
    if (own.has(name) || deps.extraNames().includes(name)) return true
    if (performance.now() - readAt < ADDRESSES_GOOD_MS) return false
    own = ownAddresses()
    readAt = performance.now()
    return own.has(name)
  }

  function isForCallback(request: FastifyRequest, host: string | undefined): boolean {
    const address = deps.callbackAddress()
    if (host === undefined || address === undefined || !CALLBACK_PATH.test(request.url)) return false
    // A URL drops the port that its scheme has anyway; a caller may name it.
    const port = address.port === '' ? defaultPorts[address.protocol] : undefined
    const name = host.toLowerCase()
    return name === address.host || (port !== undefined && name === `${address.host}:${port}`)
  }

  app.addHook('onRequest', (request, reply, done) => {
    const { host } = request.raw.headers
    const name = hostName(host)
    const port = /:([0-9]{1,5})$/.exec(host ?? '')?.[1]
    const rightPort =
      port === undefined || request.socket.localPort === undefined || Number(port) === request.socket.localPort
    const named = (name !== undefined && rightPort && isOurs(name)) || isForCallback(request, host)
    if (named && hostCount(request.raw.rawHeaders) === 1) {
      done()
      return
    }
    void reply.code(421).type('application/json; charset=utf-8').send('"UnknownHost"')
  })
}
