import { err, ok, type Result } from '#shared/domain/result'
import type { Unknown } from '../payment-provider'
import { TransportFailure, type SwishAnswer, type SwishRequest, type SwishTransport } from '../transport'
import { jsonBody } from './json-body'
import { harmlessText } from './swish-errors'
import { secondTryPauseMs } from './time-limits'

/** Trouble that passes. Of the answers only these are worth the same request again. */
const passingTrouble: ReadonlySet<number> = new Set([500, 502, 503, 504])

/** Sends one request. An answer that says nothing about it (5xx of a server in trouble) is an `Unknown` as well. */
export async function call(
  transport: SwishTransport,
  request: SwishRequest,
  limitMs: number,
): Promise<Result<SwishAnswer, Unknown>> {
  try {
    const answer = await transport.send(request, limitMs)
    if (!passingTrouble.has(answer.status)) return ok(answer)
    const reason = `Swish answered ${answer.status}`
    return err({ kind: 'unknown', cause: 'server_error', mayHaveReached: true, reason })
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error
    const { problem } = error
    return err({
      kind: 'unknown',
      cause: problem,
      // The other problems are those of getting a connection: the request never left.
      mayHaveReached: problem === 'no_answer',
      reason: harmlessText(error.message),
    })
  }
}

/** As `call`, once more after a server error: for requests that may be repeated at will. */
export async function callTwice(
  { transport, wait }: { transport: SwishTransport; wait: (ms: number) => Promise<void> },
  request: SwishRequest,
  limitMs: number,
): Promise<Result<SwishAnswer, Unknown>> {
  const first = await call(transport, request, limitMs)
  if (first.ok || first.error.cause !== 'server_error') return first
  await wait(secondTryPauseMs)
  return call(transport, request, limitMs)
}

/**
 * Whether an answer says that Swish knows no such id: 404 with nothing (the guide) or an error array (seen). Another body is
 * somebody else's, a gateway's or a wrong address's, and must not be read as "this payment never was".
 */
export function isNotFound({ status, body }: SwishAnswer): boolean {
  return status === 404 && (body.trim() === '' || Array.isArray(jsonBody(body)))
}

/** What a read brought: the object, none under this id, or nothing that tells. */
export function objectIn<T>(
  called: Result<SwishAnswer, Unknown>,
  parse: (body: string) => T | undefined,
): { kind: 'found'; object: T } | { kind: 'not_found' } | Unknown {
  if (!called.ok) return called.error
  const answer = called.value
  if (isNotFound(answer)) return { kind: 'not_found' }
  const object = answer.status === 200 ? parse(answer.body) : undefined
  return object === undefined ? unexpected(answer) : { kind: 'found', object }
}

/** An answer that tells nothing about what was asked. 401 and 403 are about our certificate. */
export function unexpected({ status }: SwishAnswer): Unknown {
  const cause = status === 401 || status === 403 ? 'certificate_refused' : 'unreadable'
  const reason = `Swish answered ${status} with nothing that could be used`
  return { kind: 'unknown', cause, mayHaveReached: true, reason }
}
