import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common'
import { MailState } from './order-api'

export const Mail = Type.Object({
  id: Id,
  orderId: Id,
  toAddress: Type.String(),
  subject: Type.String(),
  state: MailState,
  attempts: Type.Integer(),
  error: Nullable(Type.String()),
  createdAt: Instant,
  sentAt: Nullable(Instant),
})
export type Mail = Static<typeof Mail>

/**
 * GET /api/v1/mails: newest first. GET /api/v1/mails/:id/message.eml: the mail as it was or will be sent.
 * POST /api/v1/mails/:id/retries: queues it again, 200 Mail.
 */
export const MailList = Type.Object({ mails: Type.Array(Mail) })
