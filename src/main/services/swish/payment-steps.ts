import { channel } from 'node:diagnostics_channel'

/**
 * The steps of a payment between which a machine can lose its power. Published on a diagnostics channel, which costs nothing
 * while nobody listens: for tracing a payment, and for proving that each of them may be the last one before a crash.
 */
export type PaymentStep =
  | 'attempt_storing'
  | 'attempt_stored'
  | 'request_leaving'
  | 'answer_read'
  | 'token_storing'
  | 'token_stored'
  | 'news_asking'
  | 'news_read'
  | 'news_writing'
  | 'tickets_making'
  | 'tickets_made'
  | 'mail_queued'
  | 'news_committing'
  | 'news_written'
  | 'refund_storing'
  | 'refund_stored'
  | 'refund_leaving'
  | 'refund_answer_read'
  | 'refund_settling'
  | 'refund_settled'

/** Name of the channel; its messages are `{ step, id }`, where `id` is of the order, attempt or refund. */
const PAYMENT_STEPS = 'lucka:payment-step'

const told = channel(PAYMENT_STEPS)

export function paymentStep(step: PaymentStep, id: number): void {
  if (told.hasSubscribers) told.publish({ step, id })
}
