import { ApiError } from '#renderer/api/client'

/** Whether the server has decided. A 5xx of its own is no decision: the write may have happened. 502 tells what Swish said. */
export function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && (error.status < 500 || error.status === 502)
}

/** Nothing is left to give back: the order ended some other way. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 409)
}
