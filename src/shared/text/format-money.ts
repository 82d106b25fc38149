import type { Language } from './language'

/** Between number and unit, and between thousands in Swedish: an amount never breaks over two lines. */
const noBreakSpace = '\u00a0'
const minusSign = '\u2212'

const habits = {
  sv: { decimal: ',', kronor: new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 0 }) },
  en: { decimal: '.', kronor: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }) },
} as const satisfies Record<Language, { decimal: string; kronor: Intl.NumberFormat }>

function splitOre(ore: number): { sign: string; kronor: number; rest: number } {
  if (!Number.isSafeInteger(ore)) throw new RangeError(`Not whole öre: ${ore}`)
  const amount = Math.abs(ore)
  const rest = amount % 100
  // The remainder goes first: dividing alone would round amounts near 2^53 to another krona.
  return { sign: ore < 0 ? minusSign : '', kronor: (amount - rest) / 100, rest }
}

/**
 * Writes an amount for a column of figures, without unit and always with two decimals: `399,98`, `1 299,00`.
 *
 * @throws RangeError when the amount is not a safe integer
 */
export function formatMoneyColumn(ore: number, language: Language): string {
  const { sign, kronor, rest } = splitOre(ore)
  const { decimal, kronor: whole } = habits[language]
  return `${sign}${whole.format(kronor)}${decimal}${String(rest).padStart(2, '0')}`
}

/**
 * Writes an amount as people read it: `199,99 kr`, whole kronor as `200 kr`; in English `199.99 kr` and `1,299 kr`.
 * The spaces in it do not break.
 *
 * @param ore whole öre, negative for money that goes back
 * @throws RangeError when the amount is not a safe integer
 */
export function formatMoney(ore: number, language: Language): string {
  const { sign, kronor, rest } = splitOre(ore)
  const number = rest === 0 ? `${sign}${habits[language].kronor.format(kronor)}` : formatMoneyColumn(ore, language)
  return `${number}${noBreakSpace}kr`
}

/** Writes a rate: `6 %`, `12,5 %`; in English `6%`. @param rateBp hundredths of a percent */
export function formatRate(rateBp: number, language: Language): string {
  const number = String(rateBp / 100).replace('.', habits[language].decimal)
  return language === 'sv' ? `${number}${noBreakSpace}%` : `${number}%`
}
