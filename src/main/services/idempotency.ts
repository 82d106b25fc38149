import { createHash } from 'node:crypto'
import { err, ok, type Result } from '#shared/domain/result'
import { findIdempotencyKey, insertIdempotencyKey } from '../storage/repositories/idempotency-repository'
import type { Transaction } from '../storage/transaction'

/** One intention of a client: its own key, and what it asked for under that key. */
export interface Intention {
  /** Which kind of write, so that a key means nothing elsewhere. */
  scope: string
  key: string
  /** The request as it was understood. */
  body: unknown
}

export interface KeyReused {
  code: 'idempotency_key_reused'
}

/**
 * Does a write that its client may repeat: the first time it is done and its answer kept, in one transaction with the effect;
 * after that the same key gets the same answer, and the same key with another body is refused. A refusal is not kept, so the
 * client may try again with its key.
 */
export async function onceOnly<T, E>(
  trx: Transaction,
  intention: Intention,
  now: string,
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E | KeyReused>> {
  const { scope, key } = intention
  const bodyHash = createHash('sha256').update(JSON.stringify(intention.body)).digest('base64url')
  const known = await findIdempotencyKey(trx.db, scope, key)
  if (known !== undefined) {
    return known.bodyHash === bodyHash ? ok(JSON.parse(known.answer) as T) : err({ code: 'idempotency_key_reused' })
  }
  const result = await work()
  if (result.ok) {
    await insertIdempotencyKey(trx, { scope, key, bodyHash, answer: JSON.stringify(result.value), now })
  }
  return result
}
