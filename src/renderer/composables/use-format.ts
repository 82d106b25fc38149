import { computed } from 'vue'
import { useServerStore } from '#renderer/app/stores/server-store'
import { formatMoney, formatMoneyColumn, formatRate } from '#shared/text/format-money'
import { formatClock, formatDate, formatDateTime, formatDay } from '#shared/text/format-time'

/** Money and times in the screen's language and the venue's zone. */
export function useFormat() {
  const server = useServerStore()
  const language = computed(() => server.language)

  return {
    /** `199,99 kr` */
    money: (ore: number) => formatMoney(ore, language.value),
    /** `199,99`, for columns */
    amount: (ore: number) => formatMoneyColumn(ore, language.value),
    /** `6 %` of 600 hundredths of a percent */
    rate: (rateBp: number) => formatRate(rateBp, language.value),
    /** `19.00` */
    clock: (instant: string) => formatClock(instant, server.zone, language.value),
    /** `fre 5 dec` */
    day: (instant: string) => formatDay(instant, server.zone, language.value),
    /** `fre 5 dec 19.00` */
    dayAndClock: (instant: string) =>
      `${formatDay(instant, server.zone, language.value)} ${formatClock(instant, server.zone, language.value)}`,
    /** `fre 5 dec 2026` */
    date: (instant: string) => formatDate(instant, server.zone, language.value),
    /** `fre 5 dec 2026 19.00` */
    dateTime: (instant: string) => formatDateTime(instant, server.zone, language.value),
    /** `9:41`; seconds as minutes and seconds, the same in both languages */
    countdown: (seconds: number) => `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`,
  }
}
