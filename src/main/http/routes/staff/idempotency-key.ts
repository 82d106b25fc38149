import type { FastifyRequest } from 'fastify'
import { idempotencyHeader } from '#shared/contract/common'

/** The client's own key of a write. Routes that use it ask for the header in their schema. */
export function keyOf(request: FastifyRequest): string {
  return String(request.headers[idempotencyHeader])
}
