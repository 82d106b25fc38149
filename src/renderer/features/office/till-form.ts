import type { TillSettings } from '#shared/contract/settings-api'
import { parseKronor, typedKronor } from '#shared/text/typed-kronor'

export type TillForm = Omit<TillSettings, 'refundLimitOre' | 'registerLimitOre'> & {
  /** Kronor as typed. */
  refundLimit: string
  registerLimit: string
}

export const longestReceiptFooter = 300

export function formOfTill(till: TillSettings, decimal: ',' | '.'): TillForm {
  const { refundLimitOre, registerLimitOre, ...rest } = till
  return {
    ...rest,
    refundLimit: typedKronor(refundLimitOre, decimal),
    registerLimit: typedKronor(registerLimitOre, decimal),
  }
}

/** Checks the fields and puts them together. `till` is there when no field has a problem. */
export function readTillForm(form: TillForm): {
  problems: Partial<Record<'refundLimit' | 'registerLimit' | 'receiptFooter', true>>
  till?: TillSettings
} {
  const { refundLimit, registerLimit, ...rest } = form
  const refundLimitOre = parseKronor(refundLimit)
  const registerLimitOre = parseKronor(registerLimit)
  const tooLong = rest.receiptFooter.length > longestReceiptFooter
  if (refundLimitOre !== undefined && registerLimitOre !== undefined && !tooLong) {
    return { problems: {}, till: { ...rest, refundLimitOre, registerLimitOre } }
  }
  return {
    problems: {
      ...(refundLimitOre === undefined && { refundLimit: true as const }),
      ...(registerLimitOre === undefined && { registerLimit: true as const }),
      ...(tooLong && { receiptFooter: true as const }),
    },
  }
}
