import type { PaymentAttempt } from '#shared/contract/order-api'
import { livePaymentAttemptStatuses, type PaymentAttemptStatus } from '#shared/domain/payments/payment-attempt'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

/** A Swish attempt as the rules see it. */
export interface AttemptRecord extends PaymentAttempt {
  instructionId: string
  environment: string
  payeeAlias: string
}

function selectAttempts(db: Db) {
  return db
    .selectFrom('payment_attempt')
    .select([
      'id',
      'order_id as orderId',
      'tender',
      'status',
      'amount_ore as amountOre',
      'token',
      'error_code as errorCode',
      'created_at as createdAt',
      'settled_at as settledAt',
      'instruction_id as instructionId',
      'environment',
      'payee_alias as payeeAlias',
    ])
}

/** What screens and the stream see of an attempt. */
export const attemptView = (attempt: AttemptRecord): PaymentAttempt => ({
  id: attempt.id,
  orderId: attempt.orderId,
  tender: attempt.tender,
  status: attempt.status,
  amountOre: attempt.amountOre,
  token: attempt.token,
  errorCode: attempt.errorCode,
  createdAt: attempt.createdAt,
  settledAt: attempt.settledAt,
})

export const findAttempt = (db: Db, id: number): Promise<AttemptRecord | undefined> =>
  selectAttempts(db).where('id', '=', id).executeTakeFirst()

export async function getAttempt(trx: Transaction, id: number): Promise<AttemptRecord> {
  const attempt = await findAttempt(trx.db, id)
  if (attempt === undefined) throw new Error(`there is no payment attempt ${id}`)
  return attempt
}

/** The attempt of an order that Swish has not finally answered, if there is one. There is never more than one. */
export const findLiveAttempt = (db: Db, orderId: number): Promise<AttemptRecord | undefined> =>
  selectAttempts(db)
    .where('order_id', '=', orderId)
    .where('status', 'in', livePaymentAttemptStatuses)
    .executeTakeFirst()

export async function findLatestAttempt(db: Db, orderId: number): Promise<PaymentAttempt | undefined> {
  const attempt = await selectAttempts(db)
    .where('order_id', '=', orderId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return attempt && attemptView(attempt)
}

/** Every attempt without a final answer, over all orders: what a start has to settle. */
export const listLiveAttempts = (db: Db): Promise<AttemptRecord[]> =>
  selectAttempts(db).where('status', 'in', livePaymentAttemptStatuses).orderBy('id').execute()

export async function hasToken(db: Db, token: string): Promise<boolean> {
  const row = await db.selectFrom('payment_attempt').select('id').where('token', '=', token).executeTakeFirst()
  return row !== undefined
}

/** Stores an attempt before its request leaves for Swish. @returns its id */
export async function insertAttempt(
  { db }: Transaction,
  attempt: {
    orderId: number
    environment: string
    instructionId: string
    payeeAlias: string
    amountOre: number
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
      payee_alias: attempt.payeeAlias,
      status: 'initiated',
      amount_ore: attempt.amountOre,
      created_at: attempt.now,
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
    Pick<Database['payment_attempt'], 'token' | 'payment_reference' | 'error_code' | 'error_text' | 'settled_at'>
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

/** Records money received. Never changed afterwards: mistakes are mended by entries of their own. */
export async function recordPayment({ db }: Transaction, payment: Omit<Database['payment'], 'id'>): Promise<void> {
  await db.insertInto('payment').values(payment).execute()
}

/** Swish's reference of the payment that paid an order. */
export async function findPaymentReference(db: Db, orderId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('payment')
    .select('reference')
    .where('order_id', '=', orderId)
    .where('reference', 'is not', null)
    .executeTakeFirst()
  return row?.reference ?? undefined
}
