/**
 * What the server lets a connection do before anybody has been recognised, in one place. Fastify and Node leave several of
 * these open (a slow body is never cut off); a test reads them back from the live server.
 */
export const edgeLimits = Object.freeze({
  /** A connection to the HTTPS door must have agreed on its keys; Node gives it two minutes. */
  handshakeTimeoutMs: 5_000,
  /** A request's headers must have arrived. */
  headersTimeoutMs: 5_000,
  /** The whole request must have arrived. */
  requestTimeoutMs: 10_000,
  /** How often the two above are looked at. */
  connectionsCheckingIntervalMs: 1_000,
  /** An idle connection is kept for the next request. */
  keepAliveTimeoutMs: 5_000,
  /** A handler must have answered. */
  handlerTimeoutMs: 5_000,
  /** One that waits for Swish: a request takes up to 12 s, and one whose token was lost is cancelled and made anew. */
  swishTimeoutMs: 45_000,
  bodyLimitBytes: 32 * 1024,
  maxHeaderBytes: 8 * 1024,
  maxParamLength: 200,
  /** Per address first: a cap over all alone lets one slow stranger lock everybody out. Loopback is exempt. */
  maxConnectionsPerAddress: 40,
  /** From the LAN in all. */
  maxConnections: 512,
  /** Screens that show one register; the oldest gives way. */
  maxStreamsPerDisplay: 8,
  /** A listener that does not read its stream is dropped when this much waits for it. */
  maxUnsentStreamBytes: 256 * 1024,
})
