import { sql, type Insertable } from 'kysely'
import type { Refund, RefundDue, RefundKind } from '#shared/contract/order-api'
import { isRefundOpen, openRefundStatuses, type RefundStatus } from '#shared/domain/payments/refund'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'
import { hasWaitedLong, type Viewpoint } from './payment-attempt-repository'

/** A refund as the rules see it. */
export interface RefundRecord {
  id: number
  orderId: number
  /** Null for tickets that cost nothing. */
  paymentId: number | null
  kind: RefundKind
  tender: Database['refund']['tender']
  /** This and the next three: of Swish only. */
  environment: Database['refund']['environment']
  instructionId: string | null
  callbackIdentifier: string | null
  originalReference: string | null
  status: RefundStatus
  attention: Database['refund']['attention']
  amountOre: number
  reason: string
  errorCode: string | null
  errorText: string | null
  firstId: number | null
  shiftId: number | null
  createdAt: string
  createdBy: string | null
  approvedBy: string | null
  settledAt: string | null
}

/** What Swish is told of a refund. @throws Error for one of another tender, which Swish has nothing to do with */
export function swishSideOf(refund: RefundRecord) {
  const { environment, instructionId, callbackIdentifier, originalReference } = refund
  if (environment === null || instructionId === null || callbackIdentifier === null || originalReference === null) {
    throw new Error(`refund ${refund.id} does not go by Swish`)
  }
  return { environment, instructionId, callbackIdentifier, originalReference }
}

/** Written out, not bound: only so does SQLite see that its index of open refunds holds all that is asked for. */
const isOpenRow = sql<boolean>`refund.status IN (${sql.join(openRefundStatuses.map((status) => sql.lit(status)))})`

export function selectRefunds(db: Db) {
  return db
    .selectFrom('refund')
    .leftJoin('staff_user', 'staff_user.id', 'refund.created_by')
    .leftJoin('staff_user as approver', 'approver.id', 'refund.approved_by')
    .select([
      'refund.id',
      'refund.order_id as orderId',
      'refund.payment_id as paymentId',
      'refund.kind',
      'refund.tender',
      'refund.environment',
      'refund.instruction_id as instructionId',
      'refund.callback_identifier as callbackIdentifier',
      'refund.original_reference as originalReference',
      'refund.status',
      'refund.attention',
      'refund.amount_ore as amountOre',
      'refund.reason',
      'refund.error_code as errorCode',
      'refund.error_text as errorText',
      'refund.first_id as firstId',
      'refund.shift_id as shiftId',
      'refund.created_at as createdAt',
      'staff_user.name as createdBy',
      'approver.name as approvedBy',
      'refund.settled_at as settledAt',
    ])
}

function attentionOf(refund: RefundRecord, { now, environment }: Viewpoint): Refund['attention'] {
  if (refund.attention !== null) return refund.attention
  if (!isRefundOpen(refund.status)) return null
  if (refund.environment !== environment) return 'other_environment'
  return hasWaitedLong(refund.createdAt, now) ? 'unanswered' : null
}

/** What screens and the stream see of refunds, with the tickets that each ended. */
export async function refundViews(db: Db, refunds: RefundRecord[], viewpoint: Viewpoint): Promise<Refund[]> {
  const firstOf = (refund: RefundRecord) => refund.firstId ?? refund.id
  const tickets =
    refunds.length === 0
      ? []
      : await db
          .selectFrom('ticket')
          .select(['code', 'refund_id as refundId'])
          .where('refund_id', 'in', refunds.map(firstOf))
          .orderBy('id')
          .execute()
  return refunds.map((refund) => ({
    id: refund.id,
    orderId: refund.orderId,
    kind: refund.kind,
    tender: refund.tender,
    status: refund.status,
    amountOre: refund.amountOre,
    ticketCodes: tickets.filter(({ refundId }) => refundId === firstOf(refund)).map(({ code }) => code),
    reason: refund.reason,
    errorCode: refund.errorCode,
    errorText: refund.errorText,
    createdAt: refund.createdAt,
    createdBy: refund.createdBy,
    approvedBy: refund.approvedBy,
    settledAt: refund.settledAt,
    attention: attentionOf(refund, viewpoint),
  }))
}

export const findRefund = (db: Db, id: number): Promise<RefundRecord | undefined> =>
  selectRefunds(db).where('refund.id', '=', id).executeTakeFirst()

export async function getRefund(trx: Transaction, id: number): Promise<RefundRecord> {
  const refund = await findRefund(trx.db, id)
  if (refund === undefined) throw new Error(`there is no refund ${id}`)
  return refund
}

export const findRefundByInstruction = (db: Db, instructionId: string): Promise<RefundRecord | undefined> =>
  selectRefunds(db).where('refund.instruction_id', '=', instructionId).executeTakeFirst()

export const listRefundsOfOrder = (db: Db, orderId: number): Promise<RefundRecord[]> =>
  selectRefunds(db).where('refund.order_id', '=', orderId).orderBy('refund.id').execute()

/** Every refund without a final answer: what a start has to go on with. */
export const listOpenRefunds = (db: Db): Promise<RefundRecord[]> =>
  selectRefunds(db).where(isOpenRow).orderBy('refund.id').execute()

/** A refund and all that were tried in its place, or it in theirs. */
export const listRefundTries = (db: Db, refund: RefundRecord): Promise<RefundRecord[]> => {
  const first = refund.firstId ?? refund.id
  return selectRefunds(db)
    .where((eb) => eb.or([eb('refund.id', '=', first), eb('refund.first_id', '=', first)]))
    .orderBy('refund.id')
    .execute()
}

/** Refunds that a person has ended without an answer of Swish's, and that still wait to be tried again. */
export const listRefundsEndedByHand = (db: Db): Promise<RefundRecord[]> =>
  selectRefunds(db)
    .where(sql<boolean>`refund.attention IS NOT NULL`)
    .where('refund.status', '=', 'error')
    .where('refund.error_code', 'is', null)
    .execute()

/** Stores a refund before its request leaves for Swish. @returns its id */
export async function insertRefund(
  { db }: Transaction,
  refund: Omit<
    Insertable<Database['refund']>,
    'id' | 'status' | 'attention' | 'refund_reference' | 'error_code' | 'error_text' | 'settled_at'
  >,
): Promise<number> {
  const { id } = await db
    .insertInto('refund')
    .values({ ...refund, status: 'initiated' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Stores money that goes back with the commit, or tickets that cost nothing: nobody is asked. @returns its id */
export async function insertSettledRefund(
  { db }: Transaction,
  refund: Omit<Insertable<Database['refund']>, 'id' | 'status' | 'settled_at'>,
): Promise<number> {
  const { id } = await db
    .insertInto('refund')
    .values({ ...refund, status: 'paid', settled_at: refund.created_at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves a refund in one conditional write; false when another was first. */
export async function moveRefund(
  { db }: Transaction,
  id: number,
  from: RefundStatus,
  to: RefundStatus,
  news: Partial<
    Pick<Database['refund'], 'refund_reference' | 'error_code' | 'error_text' | 'settled_at' | 'attention'>
  >,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('refund')
    .set({ ...news, status: to })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function setRefundAttention(
  { db }: Transaction,
  id: number,
  attention: Database['refund']['attention'],
): Promise<void> {
  await db.updateTable('refund').set({ attention }).where('id', '=', id).execute()
}

/** Ends tickets for a refund: from the commit on they admit nobody. @returns how many were ended */
export async function endTickets(
  { db }: Transaction,
  codes: readonly string[],
  refundId: number,
  { evenUsed = false } = {},
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('ticket')
    .set({ refund_id: refundId })
    .where('code', 'in', codes)
    .where('refund_id', 'is', null)
    .$if(!evenUsed, (query) => query.where('times_used', '=', 0))
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Counts an order's refunded tickets; the order is refunded when all are. */
export async function countRefunded({ db }: Transaction, orderId: number, count: number, now: string): Promise<void> {
  await db
    .updateTable('order')
    .set((eb) => ({ refunded_count: eb('refunded_count', '+', count) }))
    .where('id', '=', orderId)
    .execute()
  await db
    .updateTable('order')
    .set({ status: 'refunded', closed_at: now })
    .where('id', '=', orderId)
    .where('status', '=', 'paid')
    .whereRef('refunded_count', '=', 'ticket_count')
    .execute()
}

/** Money that waits for a decision, as the rules see it. */
export interface RefundDueRecord extends RefundDue {
  paymentId: number
}

export function selectRefundsDue(db: Db) {
  return db
    .selectFrom('refund_due')
    .leftJoin('staff_user as resolver', 'resolver.id', 'refund_due.resolved_by')
    .select([
      'refund_due.id',
      'refund_due.order_id as orderId',
      'refund_due.payment_id as paymentId',
      'refund_due.amount_ore as amountOre',
      'refund_due.reason',
      'refund_due.opened_at as openedAt',
      'refund_due.resolution',
      'refund_due.resolved_at as resolvedAt',
      'resolver.name as resolvedBy',
    ])
}

/** What screens see of money that waits for a decision. */
export const refundDueView = ({ paymentId: _, ...due }: RefundDueRecord): RefundDue => due

export const findRefundDue = (db: Db, id: number): Promise<RefundDueRecord | undefined> =>
  selectRefundsDue(db).where('refund_due.id', '=', id).executeTakeFirst()

export const listRefundsDueOfOrder = (db: Db, orderId: number): Promise<RefundDueRecord[]> =>
  selectRefundsDue(db).where('refund_due.order_id', '=', orderId).orderBy('refund_due.id').execute()

/** Whether money for an order waits for a decision. */
export async function hasOpenRefundDue(db: Db, orderId: number): Promise<boolean> {
  const due = await db
    .selectFrom('refund_due')
    .select('id')
    .where('order_id', '=', orderId)
    .where('resolution', 'is', null)
    .executeTakeFirst()
  return due !== undefined
}

export async function openRefundDue(
  { db }: Transaction,
  due: Pick<Database['refund_due'], 'payment_id' | 'order_id' | 'amount_ore' | 'reason' | 'opened_at'>,
): Promise<void> {
  await db.insertInto('refund_due').values(due).execute()
}

/** Writes down what was decided; false when somebody else was first. */
export async function resolveRefundDue(
  { db }: Transaction,
  id: number,
  resolution: NonNullable<RefundDue['resolution']>,
  by: { staffUserId: number; now: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('refund_due')
    .set({ resolution, resolved_at: by.now, resolved_by: by.staffUserId })
    .where('id', '=', id)
    .where('resolution', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
