/**
 * How a request gets to Swish: over HTTPS with our certificate, or straight into the simulator of the same process. What
 * travels is Swish's own protocol in both cases.
 */
export interface SwishRequest {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH'
  /** After the API base, beginning with a slash: `/api/v2/paymentrequests/…`. */
  path: string
  contentType?: string
  body?: string
}

export interface SwishAnswer {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
}

/**
 * Why there was no answer. `no_connection`: no network, name or listener. `no_answer`: it took too long, or the line broke.
 * `server_not_trusted`: the other side's certificate. `certificate_refused`: ours, in the handshake.
 */
export type TransportProblem = 'no_connection' | 'no_answer' | 'server_not_trusted' | 'certificate_refused'

export class TransportFailure extends Error {
  readonly problem: TransportProblem
  constructor(problem: TransportProblem, message: string, options?: { cause: unknown }) {
    super(message, options)
    this.name = 'TransportFailure'
    this.problem = problem
  }
}

export interface SwishTransport {
  /** @throws TransportFailure when there was no whole answer within `timeoutMs` */
  send: (request: SwishRequest, timeoutMs: number) => Promise<SwishAnswer>
  /** Ends kept-alive connections. */
  close: () => void
}
