import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'
import { recordJournal } from './journal-repository'

export type NewPayment = Omit<Database['payment'], 'id' | 'refund_id' | 'reverses_id' | 'training'> & {
  refund_id?: number
  reverses_id?: number
  training?: 0 | 1
}

/**
 * Records money received, or (below zero) sent back, and enters it in the journal. Never changed afterwards: mistakes are
 * mended by entries of their own.
 */
export async function recordPayment(trx: Transaction, payment: NewPayment): Promise<number> {
  const { id } = await trx.db.insertInto('payment').values(payment).returning('id').executeTakeFirstOrThrow()
  const reverses = payment.reverses_id !== undefined
  recordJournal(trx, {
    at: payment.taken_at,
    kind: reverses ? 'payment_reversed' : payment.refund_id === undefined ? 'payment' : 'payment_refunded',
    shiftId: payment.shift_id,
    orderId: payment.order_id,
    staffUserId: payment.taken_by,
    amountOre: payment.amount_ore,
    detail: {
      paymentId: id,
      tender: payment.tender,
      roundingOre: payment.rounding_ore,
      ...(payment.training === 1 && { training: true }),
    },
  })
  return id
}

/** Swish's reference of the payment that paid an order. */
export async function findPaymentReference(db: Db, orderId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('payment')
    .select('reference')
    .where('order_id', '=', orderId)
    .where('reference', 'is not', null)
    .where('refund_id', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.reference ?? undefined
}

/** Money that came by Swish, with what a refund needs to know of it. */
export interface SwishPaymentRecord {
  id: number
  orderId: number
  /** The bank's reference. Null only for money that a person booked by hand. */
  reference: string | null
  environment: Database['payment_attempt']['environment']
}

export const findSwishPayment = (db: Db, paymentId: number): Promise<SwishPaymentRecord | undefined> =>
  db
    .selectFrom('payment')
    .innerJoin('payment_attempt', 'payment_attempt.id', 'payment.attempt_id')
    .select(['payment.id', 'payment.order_id as orderId', 'payment.reference', 'payment_attempt.environment'])
    .where('payment.id', '=', paymentId)
    .executeTakeFirst()

/** How much of a payment is neither back nor on its way. */
export async function leftOfPayment(db: Db, paymentId: number): Promise<number> {
  const row = await db
    .selectFrom('payment')
    .select((eb) => [
      'amount_ore as amountOre',
      eb
        .selectFrom('refund')
        .select(({ fn }) => fn.coalesce(fn.sum<number>('refund.amount_ore'), eb.lit(0)).as('sum'))
        .whereRef('refund.payment_id', '=', 'payment.id')
        .where('refund.status', '!=', 'error')
        .$asScalar()
        .$notNull()
        .as('refundedOre'),
    ])
    .where('id', '=', paymentId)
    .executeTakeFirst()
  return row === undefined ? 0 : row.amountOre - row.refundedOre
}

/** A payment of an order as it was recorded. */
export const findPayment = (db: Db, orderId: number, paymentId: number) =>
  db.selectFrom('payment').selectAll().where('id', '=', paymentId).where('order_id', '=', orderId).executeTakeFirst()

/** Whether a part payment has been given back. */
export async function isReversed(db: Db, paymentId: number): Promise<boolean> {
  const row = await db.selectFrom('payment').select('id').where('reverses_id', '=', paymentId).executeTakeFirst()
  return row !== undefined
}
