import { sql } from 'kysely'
import type { PaymentAttempt } from '#shared/contract/order-api'
import {
  CUSTOMER_TIME_MS,
  isLive,
  livePaymentAttemptStatuses,
  UNANSWERED_AFTER_MS,
  type PaymentAttemptStatus,
} from '#shared/domain/payments/payment-attempt'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

/** A Swish attempt as the rules see it. */
export interface AttemptRecord {
  id: number
  orderId: number
  tender: Database['payment_attempt']['tender']
  status: PaymentAttemptStatus
  attention: Database['payment_attempt']['attention']
  amountOre: number
  token: string | null
  payeeAlias: string
  payerAlias: string | null
  instructionId: string
  callbackIdentifier: string | null
  environment: SwishEnvironment
  paymentReference: string | null
  errorCode: string | null
  errorText: string | null
  createdAt: string
  startedBy: number | null
  cancelRequestedAt: string | null
  settledAt: string | null
  confirmedAt: string | null
}

/** Written out, not bound: only so does SQLite see that its index of open attempts holds all that is asked for. */
const isLiveRow = sql<boolean>`payment_attempt.status IN (${sql.join(livePaymentAttemptStatuses.map((status) => sql.lit(status)))})`

export function selectAttempts(db: Db) {
  return db
    .selectFrom('payment_attempt')
    .select([
      'payment_attempt.id',
      'payment_attempt.order_id as orderId',
      'payment_attempt.tender',
      'payment_attempt.status',
      'payment_attempt.attention',
      'payment_attempt.amount_ore as amountOre',
      'payment_attempt.token',
      'payment_attempt.payee_alias as payeeAlias',
      'payment_attempt.payer_alias as payerAlias',
      'payment_attempt.instruction_id as instructionId',
      'payment_attempt.callback_identifier as callbackIdentifier',
      'payment_attempt.environment',
      'payment_attempt.payment_reference as paymentReference',
      'payment_attempt.error_code as errorCode',
      'payment_attempt.error_text as errorText',
      'payment_attempt.created_at as createdAt',
      'payment_attempt.started_by as startedBy',
      'payment_attempt.cancel_requested_at as cancelRequestedAt',
      'payment_attempt.settled_at as settledAt',
      'payment_attempt.confirmed_at as confirmedAt',
    ])
}

/** What a look at payments depends on beside the rows: the time, and the Swish in use. */
export interface Viewpoint {
  /** ISO 8601, UTC. */
  now: string
  /** Null while no Swish is in use. */
  environment: SwishEnvironment | null
}

/** Older than Swish's own patience; or from a time that the clock, set back since, says is still to come. */
export function hasWaitedLong(since: string, now: string): boolean {
  const ageMs = Date.parse(now) - Date.parse(since)
  return ageMs > UNANSWERED_AFTER_MS || ageMs < -UNANSWERED_AFTER_MS
}

/** Why somebody has to look at an attempt: what Swish said, or that nobody can ask it, or that it has taken too long. */
function attentionOf(attempt: AttemptRecord, { now, environment }: Viewpoint): PaymentAttempt['attention'] {
  if (attempt.attention !== null) return attempt.attention
  if (!isLive(attempt.status)) return null
  if (attempt.environment !== environment) return 'other_environment'
  return hasWaitedLong(attempt.createdAt, now) ? 'unanswered' : null
}

/** What screens and the stream see of an attempt. */
export const attemptView = (attempt: AttemptRecord, viewpoint: Viewpoint): PaymentAttempt => ({
  id: attempt.id,
  orderId: attempt.orderId,
  tender: attempt.tender,
  status: attempt.status,
  amountOre: attempt.amountOre,
  token: isLive(attempt.status) ? attempt.token : null,
  payerAlias: attempt.payerAlias,
  errorCode: attempt.errorCode,
  errorText: attempt.errorText,
  createdAt: attempt.createdAt,
  settlesBy: new Date(Date.parse(attempt.createdAt) + CUSTOMER_TIME_MS).toISOString(),
  settledAt: attempt.settledAt,
  cancelRequested: isLive(attempt.status) && attempt.cancelRequestedAt !== null,
  attention: attentionOf(attempt, viewpoint),
})

export const findAttempt = (db: Db, id: number): Promise<AttemptRecord | undefined> =>
  selectAttempts(db).where('id', '=', id).executeTakeFirst()

export async function getAttempt(trx: Transaction, id: number): Promise<AttemptRecord> {
  const attempt = await findAttempt(trx.db, id)
  if (attempt === undefined) throw new Error(`there is no payment attempt ${id}`)
  return attempt
}

export const findAttemptByInstruction = (db: Db, instructionId: string): Promise<AttemptRecord | undefined> =>
  selectAttempts(db).where('instruction_id', '=', instructionId).executeTakeFirst()

/** The attempt of an order that Swish has not finally answered, if there is one. There is never more than one. */
export const findLiveAttempt = (db: Db, orderId: number): Promise<AttemptRecord | undefined> =>
  selectAttempts(db).where('order_id', '=', orderId).where(isLiveRow).executeTakeFirst()

export const findLatestAttempt = (db: Db, orderId: number): Promise<AttemptRecord | undefined> =>
  selectAttempts(db).where('order_id', '=', orderId).orderBy('id', 'desc').limit(1).executeTakeFirst()

/** Every attempt without a final answer, over all orders: what a start has to settle. */
export const listLiveAttempts = (db: Db): Promise<AttemptRecord[]> =>
  selectAttempts(db).where(isLiveRow).orderBy('id').execute()

/** Attempts that ended without money, of which Swish has not been asked once more. */
export const listUnconfirmedAttempts = (db: Db): Promise<AttemptRecord[]> =>
  selectAttempts(db)
    .where('confirmed_at', 'is', null)
    .where(sql<boolean>`status IN ('declined', 'error', 'cancelled')`)
    .orderBy('id')
    .execute()

export async function hasToken(db: Db, token: string): Promise<boolean> {
  const row = await db.selectFrom('payment_attempt').select('id').where('token', '=', token).executeTakeFirst()
  return row !== undefined
}

/** Stores an attempt before its request leaves for Swish. @returns its id */
export async function insertAttempt(
  { db }: Transaction,
  attempt: {
    orderId: number
    environment: SwishEnvironment
    instructionId: string
    callbackIdentifier: string
    payeeAlias: string
    payerAlias: string | null
    amountOre: number
    startedBy: number | null
    now: string
  },
): Promise<number> {
  const { id } = await db
    .insertInto('payment_attempt')
    .values({
      order_id: attempt.orderId,
      tender: 'swish',
      environment: attempt.environment,
      instruction_id: attempt.instructionId,
      callback_identifier: attempt.callbackIdentifier,
      payee_alias: attempt.payeeAlias,
      payer_alias: attempt.payerAlias,
      status: 'initiated',
      amount_ore: attempt.amountOre,
      created_at: attempt.now,
      started_by: attempt.startedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Moves an attempt from one state to another in one conditional write, so that poll, callback, cancel and sweep can race;
 * false when another was first.
 */
export async function moveAttempt(
  { db }: Transaction,
  id: number,
  from: PaymentAttemptStatus,
  to: PaymentAttemptStatus,
  news: Partial<
    Pick<
      Database['payment_attempt'],
      'token' | 'payment_reference' | 'error_code' | 'error_text' | 'settled_at' | 'attention' | 'confirmed_at'
    >
  >,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payment_attempt')
    .set({ ...news, status: to })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Notes that somebody wants an attempt cancelled; false when that was known, or it has ended. */
export async function requestCancel({ db }: Transaction, id: number, now: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payment_attempt')
    .set({ cancel_requested_at: now })
    .where('id', '=', id)
    .where('cancel_requested_at', 'is', null)
    .where('status', 'in', livePaymentAttemptStatuses)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Notes why a person has to look at an attempt, or (null) that nobody has to any more. */
export async function setAttemptAttention(
  { db }: Transaction,
  id: number,
  attention: Database['payment_attempt']['attention'],
): Promise<void> {
  await db.updateTable('payment_attempt').set({ attention }).where('id', '=', id).execute()
}

/** Notes that Swish, asked once more, still knows of no money. */
export async function confirmAttempt({ db }: Transaction, id: number, now: string): Promise<void> {
  await db.updateTable('payment_attempt').set({ confirmed_at: now }).where('id', '=', id).execute()
}
