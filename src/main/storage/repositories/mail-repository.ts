import type { Mail } from '#shared/contract/mail-api'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

export interface MailRecord extends Mail {
  messageId: string
  /** Of a mail that brings just this receipt. */
  receiptId: number | null
}

function selectMails(db: Db) {
  return db
    .selectFrom('mail')
    .select([
      'id',
      'order_id as orderId',
      'receipt_id as receiptId',
      'to_address as toAddress',
      'subject',
      'state',
      'attempts',
      'error',
      'created_at as createdAt',
      'sent_at as sentAt',
      'message_id as messageId',
    ])
}

export const findMail = (db: Db, id: number): Promise<MailRecord | undefined> =>
  selectMails(db).where('id', '=', id).executeTakeFirst()

export const listMails = (db: Db, limit: number): Promise<MailRecord[]> =>
  selectMails(db).orderBy('id', 'desc').limit(limit).execute()

/** The queued mail that is due first. */
export const findDueMail = (db: Db, now: string): Promise<MailRecord | undefined> =>
  selectMails(db)
    .where('state', '=', 'queued')
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .limit(1)
    .executeTakeFirst()

/** When the next queued mail is due, if there is one. */
export async function nextMailAt(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('mail')
    .select((eb) => eb.fn.min('next_try_at').as('at'))
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return row?.at ?? undefined
}

/** Queues the mail of a paid order, once, under the event's title. */
export async function insertMail(
  { db }: Transaction,
  mail: { orderId: number; toAddress: string; messageId: string; now: string },
): Promise<void> {
  const event = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select('event.title')
    .where('order.id', '=', mail.orderId)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('mail')
    .values({
      order_id: mail.orderId,
      to_address: mail.toAddress,
      subject: event.title,
      message_id: mail.messageId,
      state: 'queued',
      next_try_at: mail.now,
      created_at: mail.now,
    })
    .onConflict((conflict) => conflict.column('order_id').where('receipt_id', 'is', null).doNothing())
    .execute()
}

/** Queues a mail that brings a receipt; whoever asks twice gets it twice. */
export async function insertReceiptMail(
  { db }: Transaction,
  mail: { orderId: number; receiptId: number; toAddress: string; subject: string; messageId: string; now: string },
): Promise<number> {
  const { id } = await db
    .insertInto('mail')
    .values({
      order_id: mail.orderId,
      receipt_id: mail.receiptId,
      to_address: mail.toAddress,
      subject: mail.subject,
      message_id: mail.messageId,
      state: 'queued',
      next_try_at: mail.now,
      created_at: mail.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateMail(
  { db }: Transaction,
  id: number,
  change: Partial<Pick<Database['mail'], 'state' | 'next_try_at' | 'error' | 'sent_at'>> & { attempts?: number },
): Promise<void> {
  await db.updateTable('mail').set(change).where('id', '=', id).execute()
}
