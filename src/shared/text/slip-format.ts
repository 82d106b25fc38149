import { formatMoneyColumn } from './format-money'
import { formatDateTime } from './format-time'
import type { Language } from './language'

/** How slips write amounts and times, for rules that compose slips and know neither Intl nor zones. */
export const slipFormat = (language: Language, zone: string) => ({
  money: (ore: number) => formatMoneyColumn(ore, language),
  dateTime: (instant: string) => formatDateTime(instant, zone, language),
})
