import { err, ok, type Result } from '#shared/domain/result'
import type { DiscountRule } from '#shared/domain/orders/discount'
import { countVoucherUses, findVoucherByCode } from '../storage/repositories/voucher-repository'
import type { Transaction } from '../storage/transaction'

export type VoucherRefusal =
  | { code: 'voucher_unknown' }
  | { code: 'voucher_used_up' }
  | { code: 'voucher_not_valid_now' }
  | { code: 'voucher_for_other_event' }

/**
 * A voucher that an order may carry now. Its uses are the orders, unpaid ones too, that carry it: so of two tills that take
 * the last use at once only one gets it.
 */
export async function findUsableVoucher(
  trx: Transaction,
  code: string,
  { eventId, orderId, now }: { eventId: number; orderId: number; now: string },
): Promise<Result<{ id: number; title: string; kind: DiscountRule; value: number }, VoucherRefusal>> {
  const voucher = await findVoucherByCode(trx.db, code.trim())
  if (voucher === undefined) return err({ code: 'voucher_unknown' })
  if (voucher.eventId !== null && voucher.eventId !== eventId) return err({ code: 'voucher_for_other_event' })
  const early = voucher.validFrom !== null && voucher.validFrom > now
  const late = voucher.validTo !== null && voucher.validTo <= now
  if (early || late) return err({ code: 'voucher_not_valid_now' })
  const uses = await countVoucherUses(trx.db, voucher.id, orderId)
  return uses < voucher.maxUses ? ok(voucher) : err({ code: 'voucher_used_up' })
}
