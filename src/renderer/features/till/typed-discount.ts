/** What was typed into the discount's field: kronor, a percentage, or a voucher's code. */
export type TypedDiscount =
  /** `value`: öre, or hundredths of a percent. */
  { kind: 'amount' | 'percent'; value: number } | { kind: 'voucher'; code: string }

const number = /^([0-9]{1,6})(?:[.,]([0-9]{1,2}))?$/

/** Null for nothing, and for what cannot be a discount: zero, or more than 100 %. */
export function readDiscount(typed: string): TypedDiscount | null {
  const text = typed.trim().replace(/\s*(kr|:-)$/i, '')
  if (text === '') return null
  const percent = text.endsWith('%')
  const match = number.exec(percent ? text.slice(0, -1).trim() : text)
  if (match === null) return percent ? null : { kind: 'voucher', code: text }
  const value = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  if (value === 0 || (percent && value > 10_000)) return null
  return { kind: percent ? 'percent' : 'amount', value }
}
