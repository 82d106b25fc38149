import { idempotencyHeader, staffClientHeader, type Problem } from '#shared/contract/common'

/**
 * The one way to the server. Every refusal becomes an ApiError with the server's own code; no answer at all becomes a
 * NetworkError, after which nobody knows whether the write happened: repeat it with the same idempotency key.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message)
  }
}

export class NetworkError extends Error {
  override readonly name = 'NetworkError'
}

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown
  /** From `newIdempotencyKey`, made once for what the person wants, kept through retries. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** The server asks Swish before it answers. */
  waitsForSwish?: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Longer than the server's own limit for an answer (5 s): whoever waits this long is cut off, not slow. */
const timeoutMs = 20_000
/** The same for what waits for Swish, which the server gives 45 s. */
const swishTimeoutMs = 50_000

const signedOutListeners = new Set<() => void>()
const networkFailureListeners = new Set<() => void>()

/** Tells `listener` when the server no longer knows the session. */
export function onSignedOut(listener: () => void): void {
  signedOutListeners.add(listener)
}

/** Tells `listener` when a call got no answer. */
export function onNetworkFailure(listener: () => void): void {
  networkFailureListeners.add(listener)
}

export const newIdempotencyKey = (): string => crypto.randomUUID()

/**
 * Calls the staff API.
 *
 * @param path below /api/v1, with its leading slash
 * @returns the answer's JSON, taken at the contract's word; undefined for an answer without content
 * @throws ApiError, NetworkError
 */
export async function request<Answer>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer> {
  const { body, idempotencyKey, signal, waitsForSwish = false } = options
  const headers = new Headers({ accept: 'application/json' })
  if (method !== 'GET') headers.set(staffClientHeader.name, staffClientHeader.value)
  if (idempotencyKey !== undefined) headers.set(idempotencyHeader, idempotencyKey)
  if (body !== undefined) headers.set('content-type', 'application/json')

  let status: number
  let text: string
  try {
    const timeout = AbortSignal.timeout(waitsForSwish ? swishTimeoutMs : timeoutMs)
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    status = response.status
    text = await response.text()
  } catch (error) {
    if (signal?.aborted !== true) for (const listener of networkFailureListeners) listener()
    throw new NetworkError(`${method} ${path}: no answer`, { cause: error })
  }

  const content = parse(text)
  if (status >= 200 && status < 300) return content as Answer
  const error = isProblem(content)
    ? new ApiError(status, content.error.code, content.error.message, content.error.details ?? {})
    : new ApiError(status, 'unexpected_answer', `${method} ${path}: ${String(status)}`, {})
  if (error.code === 'not_signed_in') for (const listener of signedOutListeners) listener()
  throw error
}

/** Whether the server answers anything at all. */
export async function isReachable(): Promise<boolean> {
  try {
    await fetch('/api/v1/server', { cache: 'no-store', signal: AbortSignal.timeout(4_000) })
    return true
  } catch {
    return false
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function isProblem(content: unknown): content is Problem {
  if (typeof content !== 'object' || content === null || !('error' in content)) return false
  const { error } = content
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}
