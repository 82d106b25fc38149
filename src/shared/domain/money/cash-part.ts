import { err, ok, type Result } from '../result'
import { cashRounding } from './cash-rounding'

export interface CashPart {
  /** What it pays of the order, exactly. */
  amountOre: number
  /** Whole kronor less the exact amount; only where cash pays the last of it. */
  roundingOre: number
  changeOre: number
}

export type CashPartRefusal =
  { code: 'too_much'; restOre: number } | { code: 'too_little_cash'; payableOre: number } | { code: 'not_whole_kronor' }

/**
 * What cash pays of an order. A part is whole kronor; the last of it is rounded to whole kronor.
 *
 * @param restOre what is left to pay
 * @param cash `givenOre`: handed over; `amountOre`: the part it is to pay, all that is left without
 */
export function splitCash(
  restOre: number,
  cash: { givenOre: number; amountOre?: number },
): Result<CashPart, CashPartRefusal> {
  const { payableOre, roundingOre } = cashRounding(restOre)
  const partOre = cash.amountOre ?? payableOre
  if (partOre > payableOre || (partOre === 0 && restOre > 0 && cash.amountOre !== undefined)) {
    return err({ code: 'too_much', restOre })
  }
  if (partOre % 100 !== 0) return err({ code: 'not_whole_kronor' })
  if (cash.givenOre < partOre) return err({ code: 'too_little_cash', payableOre: partOre })
  const last = partOre === payableOre
  return ok({
    amountOre: last ? restOre : partOre,
    roundingOre: last ? roundingOre : 0,
    changeOre: cash.givenOre - partOre,
  })
}
