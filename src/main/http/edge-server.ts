import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { edgeLimits } from './edge-limits'

/** A certificate with its chain, and its key: PEM. */
export interface TlsContext {
  cert: string
  key: string
}

export const TLS_MIN_VERSION = 'TLSv1.2'

/** Node's server with our limits on it. @param tls makes it speak HTTPS */
export function createEdgeServer(handler: RequestListener, tls: TlsContext | undefined): Server {
  const limits = {
    requestTimeout: edgeLimits.requestTimeoutMs,
    keepAliveTimeout: edgeLimits.keepAliveTimeoutMs,
    headersTimeout: edgeLimits.headersTimeoutMs,
    connectionsCheckingInterval: edgeLimits.connectionsCheckingIntervalMs,
    maxHeaderSize: edgeLimits.maxHeaderBytes,
  }
  if (tls === undefined) return createServer(limits, handler)
  return createSecureServer(
    { ...limits, ...tls, minVersion: TLS_MIN_VERSION, handshakeTimeout: edgeLimits.handshakeTimeoutMs },
    handler,
  )
}
