import type { SwishEntry } from '#shared/contract/swish-payments-api'
import { findAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { findRefund } from '#main/storage/repositories/refund-repository'
import type { World } from './world-view'

const by = { staffUserId: 1, note: 'seen at the bank' }

/** The person whom the rules send to: refunds tickets, seats or refunds late money, and settles what Swish never answers. */
export function createManager(world: World, newKey: () => string) {
  const { random, swish, memory, ask } = world

  /** As the bank's own list shows it: the truth, which Swish may never tell. */
  async function settlePayment({ attempt }: Extract<SwishEntry, { kind: 'payment' }>): Promise<void> {
    const record = await ask((office) => office.storage.read((db) => findAttempt(db, attempt.id)))
    if (record === undefined) return
    const truth = await swish.truthOf(record.instructionId, 'payment')
    if (truth?.differs === true || truth?.status === 'SETTLING') return
    const outcome = truth?.moved === true ? 'paid' : 'not_paid'
    const settled = await ask((office) => office.swish.settleByHand(attempt.id, outcome, by))
    // Unanswered, it may have been settled all the same.
    if (settled === undefined || settled.ok) memory.settledByHand.set(attempt.id, outcome)
  }

  async function settleRefund({ refund }: Extract<SwishEntry, { kind: 'refund' }>): Promise<void> {
    if (refund.attention === 'failed') {
      const key = newKey()
      await ask((office) => office.refunds.retry(refund.id, { staffUserId: 1, key }))
      return
    }
    const record = await ask((office) => office.storage.read((db) => findRefund(db, refund.id)))
    if (record === undefined) return
    const truth = await swish.truthOf(record.instructionId ?? '', 'refund')
    if (truth?.status !== 'PAID' && truth?.status !== 'ERROR') return
    const outcome = truth.moved ? 'paid' : 'not_paid'
    const settled = await ask((office) => office.refunds.settleByHand(refund.id, outcome, by))
    if (settled === undefined || settled.ok) memory.refundsSettledByHand.set(refund.id, outcome)
  }

  async function settleDue({ refundDue }: Extract<SwishEntry, { kind: 'refund_due' }>): Promise<void> {
    const key = newKey()
    if (random.chance(0.5)) await ask((office) => office.refunds.seat(refundDue.id, { staffUserId: 1, key }))
    else await ask((office) => office.refunds.refundDue(refundDue.id, { staffUserId: 1, key }))
  }

  return {
    async lookThroughPayments(): Promise<void> {
      const list = await ask((office) => office.payments.list({ before: undefined, limit: 1 }))
      for (const entry of list?.attention ?? []) {
        if (random.chance(0.3)) continue
        if (entry.kind === 'payment') await settlePayment(entry)
        else if (entry.kind === 'refund') await settleRefund(entry)
        else await settleDue(entry)
      }
    },

    /** One order that Swish paid; some of its tickets, sometimes asked for twice at once. */
    async refundSomebody(): Promise<void> {
      const orders = await ask((office) =>
        office.storage.read((db) => db.selectFrom('order').select('id').where('status', '=', 'paid').execute()),
      )
      if (orders === undefined || orders.length === 0) return
      const { id } = random.pick(orders)
      const codes = (await ask((office) => office.ticketCodes(id))) ?? []
      const ticketCodes = codes.filter(() => random.chance(0.6))
      if (ticketCodes.length === 0) return
      const refund = (key: string) =>
        ask((office) => office.refunds.refundTickets(id, { ticketCodes, reason: 'ill' }, { staffUserId: 1, key }))
      const key = newKey()
      await (random.chance(0.2) ? Promise.all([refund(key), refund(random.chance(0.5) ? key : newKey())]) : refund(key))
    },
  }
}
