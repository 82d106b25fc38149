import type { MoneyTender, RefundSource } from '#shared/domain/payments/allocate-refund'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'
import type { Db } from '../schema'

/** Money of an order that may still go back, and by what. */
export interface RefundSourceRecord extends RefundSource {
  /** Of verified Swish: the payment at Swish that it goes back through. */
  swish: { reference: string; environment: SwishEnvironment } | null
}

/** A stretch of a payment's amount that came by one tender. */
type Stretch = Omit<RefundSourceRecord, 'paymentId' | 'leftOre'> & { amountOre: number }

interface PaymentRow {
  id: number
  orderId: number
  tender: MoneyTender | 'exchange'
  amountOre: number
  reference: string | null
  environment: SwishEnvironment | null
  /** Owed, on its way or back: of a refund that was tried again only the first, so that each ended ticket counts once. */
  refundedOre: number
}

const selectPayments = (db: Db) =>
  db
    .selectFrom('payment')
    .leftJoin('payment_attempt', 'payment_attempt.id', 'payment.attempt_id')
    .select((eb) => [
      'payment.id',
      'payment.order_id as orderId',
      'payment.tender',
      'payment.amount_ore as amountOre',
      'payment.reference',
      'payment_attempt.environment',
      eb
        .selectFrom('refund')
        .select(({ fn }) => fn.coalesce(fn.sum<number>('refund.amount_ore'), eb.lit(0)).as('sum'))
        .whereRef('refund.payment_id', '=', 'payment.id')
        .where('refund.first_id', 'is', null)
        .$asScalar()
        .$notNull()
        .as('refundedOre'),
    ])

/** What paid an order's tickets: neither parts that were given back nor money that waits for a decision. */
const listPaying = (db: Db, orderId: number): Promise<PaymentRow[]> =>
  selectPayments(db)
    .leftJoin('refund_due', 'refund_due.payment_id', 'payment.id')
    .where('payment.order_id', '=', orderId)
    .where('payment.amount_ore', '>', 0)
    .where((eb) => eb.or([eb('refund_due.id', 'is', null), eb('refund_due.resolution', '=', 'seated')]))
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('payment as back').select('back.id').whereRef('back.reverses_id', '=', 'payment.id')),
      ),
    )
    .orderBy('payment.id')
    .execute()

/** The stretches between two marks of a payment's amount. */
function cut(stretches: readonly Stretch[], fromOre: number, toOre: number): Stretch[] {
  let at = 0
  return stretches.flatMap((stretch) => {
    const begins = Math.max(fromOre, at)
    at += stretch.amountOre
    const ends = Math.min(toOre, at)
    return ends > begins ? [{ ...stretch, amountOre: ends - begins }] : []
  })
}

/**
 * By which tenders a payment really came. What came in exchange came by those that paid the tickets before it: those of the
 * payments that the exchange drew on, each from where earlier refunds of the payment had left it.
 */
async function stretchesOf(db: Db, payment: PaymentRow): Promise<Stretch[]> {
  const { tender, amountOre, reference, environment } = payment
  if (tender !== 'exchange') {
    const swish = reference !== null && environment !== null ? { reference, environment } : null
    return [{ tender, amountOre, swish }]
  }
  const draws = await db
    .selectFrom('refund')
    .select(['id', 'payment_id as paymentId', 'amount_ore as amountOre'])
    .where('exchange_order_id', '=', payment.orderId)
    .where('tender', '=', 'exchange')
    .orderBy('id')
    .execute()
  const stretches: Stretch[] = []
  for (const draw of draws) {
    const drawnOn = await selectPayments(db)
      .where('payment.id', '=', draw.paymentId ?? 0)
      .executeTakeFirstOrThrow()
    const { before } = await db
      .selectFrom('refund')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount_ore'), eb.lit(0)).as('before'))
      .where('payment_id', '=', drawnOn.id)
      .where('id', '<', draw.id)
      .where('first_id', 'is', null)
      .executeTakeFirstOrThrow()
    stretches.push(...cut(await stretchesOf(db, drawnOn), before, before + draw.amountOre))
  }
  return stretches
}

/** Everything that paid an order and is not back or on its way. Swish money that a person booked has no way back of its own. */
export async function listRefundSources(db: Db, orderId: number): Promise<RefundSourceRecord[]> {
  const sources: RefundSourceRecord[] = []
  for (const payment of await listPaying(db, orderId)) {
    const left = cut(await stretchesOf(db, payment), payment.refundedOre, payment.amountOre)
    for (const { amountOre, tender, swish } of left) {
      if (tender !== 'swish' || swish !== null) {
        sources.push({ paymentId: payment.id, tender, leftOre: amountOre, swish })
      }
    }
  }
  return sources
}
