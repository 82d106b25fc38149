import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

export type NewPayment = Omit<Database['payment'], 'id' | 'refund_id'> & { refund_id?: number }

/** Records money received, or (below zero) sent back. Never changed afterwards: mistakes are mended by entries of their own. */
export async function recordPayment({ db }: Transaction, payment: NewPayment): Promise<number> {
  const { id } = await db.insertInto('payment').values(payment).returning('id').executeTakeFirstOrThrow()
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
  amountOre: number
  /** The bank's reference. Null only for money that a person booked by hand. */
  reference: string | null
  environment: Database['payment_attempt']['environment']
  /** What is on its way back, or has gone back. */
  refundedOre: number
}

const selectSwishPayments = (db: Db) =>
  db
    .selectFrom('payment')
    .innerJoin('payment_attempt', 'payment_attempt.id', 'payment.attempt_id')
    .select((eb) => [
      'payment.id',
      'payment.order_id as orderId',
      'payment.amount_ore as amountOre',
      'payment.reference',
      'payment_attempt.environment',
      eb
        .selectFrom('refund')
        .select(({ fn }) => fn.coalesce(fn.sum<number>('refund.amount_ore'), eb.lit(0)).as('sum'))
        .whereRef('refund.payment_id', '=', 'payment.id')
        .where('refund.status', '!=', 'error')
        .$asScalar()
        .$notNull()
        .as('refundedOre'),
    ])

export const findSwishPayment = (db: Db, paymentId: number): Promise<SwishPaymentRecord | undefined> =>
  selectSwishPayments(db).where('payment.id', '=', paymentId).executeTakeFirst()

/** The Swish payment that an order's tickets were paid with; money that waits for a decision is not it. */
export const findSwishPaymentOfOrder = (db: Db, orderId: number): Promise<SwishPaymentRecord | undefined> =>
  selectSwishPayments(db)
    .leftJoin('refund_due', 'refund_due.payment_id', 'payment.id')
    .where('payment.order_id', '=', orderId)
    .where((eb) => eb.or([eb('refund_due.id', 'is', null), eb('refund_due.resolution', '=', 'seated')]))
    .orderBy('payment.id')
    .limit(1)
    .executeTakeFirst()
