import type { CashPaymentRequest, Order, RecordedPaymentRequest } from '#shared/contract/order-api'
import { splitCash } from '#shared/domain/money/cash-part'
import { err, ok, type Result } from '#shared/domain/result'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import { payOrder, type PayingMoney } from '../order-payment'
import { makePayable, type Payable, type PayRefusal } from './payable'
import { tellOrder, tellSeats, viewOf, type By, type TillDeps } from './till-deps'

type RecordedRefusal = PayRefusal | KeyReused
export type CashRefusal =
  RecordedRefusal | { code: 'too_little_cash'; payableOre: number } | { code: 'not_whole_kronor' }

export interface TenderService {
  /** Takes cash for what is left to pay, or for a part of it. */
  payCash: (orderId: number, cash: CashPaymentRequest, by: By) => Promise<Result<Order, CashRefusal>>
  /** Writes down money that went past Lucka: a card on its own terminal, a Swish that the cashier saw. */
  record: (orderId: number, payment: RecordedPaymentRequest, by: By) => Promise<Result<Order, RecordedRefusal>>
}

/** Tenders whose money is there the moment they are written down. Swish, which is not, has a service of its own. */
export function createTenderService(deps: TillDeps): TenderService {
  const { inTransaction, now } = deps

  /** Takes one tender for an order, once per key, whatever is clicked twice or repeated. */
  async function take<E>(
    scope: string,
    orderId: number,
    body: unknown,
    by: By,
    moneyFor: (payable: Payable) => Result<PayingMoney | undefined, E>,
  ): Promise<Result<Order, PayRefusal | KeyReused | E>> {
    const changedEvents = new Set<number>()
    const work = async (trx: Transaction): Promise<Result<Order, PayRefusal | E>> => {
      const payable = await makePayable(trx, orderId, now(), changedEvents)
      if (!payable.ok) return payable
      const money = moneyFor(payable.value)
      if (!money.ok) return money
      const outcome = await payOrder(trx, orderId, money.value, now(), { staffUserId: by.staffUserId })
      if (outcome === 'refused') throw new Error(`order ${orderId} was not reserved`)
      changedEvents.add(payable.value.order.eventId)
      return ok(await viewOf(deps, trx, orderId))
    }
    const result = await inTransaction((trx) =>
      onceOnly<Order, PayRefusal | E>(trx, { scope, key: by.key, body }, now(), () => work(trx)),
    )
    tellSeats(deps, changedEvents)
    if (result.ok) {
      tellOrder(deps, result.value)
      if (result.value.status === 'paid') deps.onMailQueued()
    }
    return result
  }

  return {
    payCash: (orderId, cash, by) =>
      take<CashRefusal>('cash', orderId, { orderId, ...cash }, by, ({ restOre }) => {
        const split = splitCash(restOre, cash)
        if (!split.ok) return split
        const { amountOre, roundingOre, changeOre } = split.value
        // What costs nothing is finished without money.
        if (amountOre === 0) return ok(undefined)
        return ok({
          attempt_id: null,
          tender: 'cash' as const,
          amount_ore: amountOre,
          rounding_ore: roundingOre,
          given_ore: cash.givenOre,
          change_ore: changeOre,
          reference: null,
          taken_by: by.staffUserId,
        })
      }),

    record: (orderId, payment, by) =>
      take('recorded', orderId, { orderId, ...payment }, by, ({ restOre }): Result<PayingMoney, RecordedRefusal> => {
        const amountOre = payment.amountOre ?? restOre
        if (amountOre <= 0 || amountOre > restOre) return err({ code: 'too_much', restOre })
        return ok({
          attempt_id: null,
          tender: payment.tender,
          amount_ore: amountOre,
          rounding_ore: 0,
          given_ore: null,
          change_ore: 0,
          reference: payment.reference ?? null,
          taken_by: by.staffUserId,
        })
      }),
  }
}
