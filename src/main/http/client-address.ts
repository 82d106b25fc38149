import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** The socket's address, an IPv4 one mapped into IPv6 as IPv4. Headers never count: anybody can send them. */
export function addressOf(socket: { remoteAddress?: string | undefined }): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** What proxies and tunnels add: nginx and Caddy, Cloudflare, Fastly, Akamai, Tailscale. */
const FORWARDING_HEADER =
  /^(forwarded|via|x-forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|fastly-client-ip|cdn-loop|cf-.*|tailscale-.*)$/

/** Whether a request came through a proxy: then the socket's address tells nothing of who sent it. */
function wasForwarded(headers: IncomingMessage['headers']): boolean {
  return Object.keys(headers).some((name) => FORWARDING_HEADER.test(name))
}

/** The name in a Host header, without its port, in lower case; undefined when it is malformed. */
export function hostName(host: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?$/i.exec(host ?? '')
  return match?.[1]?.toLowerCase().replace(/^\[|\]$/g, '')
}

/** Names are not addresses: `127.evil.test` begins like one and belongs to whoever owns evil.test. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || (isIP(name) !== 0 && isLoopback(name))
}

/** Somebody on this machine, talking to us by a name of this machine, and nobody in between. */
export function isTrustedLoopback(request: {
  socket: { remoteAddress?: string | undefined }
  headers: IncomingMessage['headers']
}): boolean {
  const name = hostName(request.headers.host)
  return (
    isLoopback(addressOf(request.socket)) &&
    name !== undefined &&
    isLoopbackName(name) &&
    !wasForwarded(request.headers)
  )
}
