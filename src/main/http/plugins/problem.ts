import type { FastifyReply } from 'fastify'
import type { Problem } from '#shared/contract/common'
import { sendJson } from './errors'

/** A refusal of the staff API. Screens translate the code; the message is for logs and strangers. */
export function problem(code: string, message: string, details?: Record<string, unknown>): Problem {
  return { error: { code, message, ...(details && { details }) } }
}

/** HTTP status and English sentence of each refusal: a refusal without a row here does not compile. */
export type ProblemTable<Code extends string> = Record<Code, readonly [status: number, message: string]>

/** Answers with a refusal; what it carries beside its code becomes the details. */
export function sendProblem<R extends { code: string }>(
  reply: FastifyReply,
  table: ProblemTable<R['code']>,
  refusal: R,
): FastifyReply {
  const { code, ...details } = refusal
  const [status, message] = table[code as R['code']]
  return sendJson(reply, status, problem(code, message, Object.keys(details).length > 0 ? details : undefined))
}
