import { composeShiftReport } from '#shared/domain/shifts/shift-report'
import type { DayClosing, DayReport } from '#shared/domain/shifts/z-slip'

/** A sales day with something of everything that a Z report tells. */
const at = '2026-11-24T21:45:00.000Z'
const report = composeShiftReport({
  floatOre: 100_000,
  payments: [
    { tender: 'cash', direction: 'in', training: false, count: 12, amountOre: 499_480, roundingOre: 20 },
    { tender: 'cash', direction: 'out', training: false, count: 1, amountOre: -19_999, roundingOre: -1 },
    { tender: 'card', direction: 'in', training: false, count: 7, amountOre: 209_951, roundingOre: 0 },
    { tender: 'swish', direction: 'in', training: false, count: 31, amountOre: 1_249_500, roundingOre: 0 },
    { tender: 'swish_by_eye', direction: 'in', training: false, count: 2, amountOre: 24_950, roundingOre: 0 },
    { tender: 'cash', direction: 'in', training: true, count: 1, amountOre: 19_999, roundingOre: 1 },
  ],
  movements: [
    { kind: 'paid_in', amountOre: 50_000, reason: 'Växel från skåpet', at, by: 'Kim Berg' },
    { kind: 'paid_out', amountOre: 300_000, reason: 'Till kassaskåpet', at, by: 'Maja Lind' },
  ],
  receipts: [
    { kind: 'sale', training: false, count: 51, totalOre: 1_978_881 },
    { kind: 'return', training: false, count: 1, totalOre: -19_999 },
    { kind: 'sale', training: true, count: 1, totalOre: 19_999 },
  ],
  vat: [
    { kind: 'sale', vatRateBp: 600, grossOre: 1_952_181, netOre: 1_841_679, vatOre: 110_502 },
    { kind: 'sale', vatRateBp: 0, grossOre: 26_700, netOre: 26_700, vatOre: 0 },
    { kind: 'return', vatRateBp: 600, grossOre: -19_999, netOre: -18_867, vatOre: -1_132 },
  ],
  articles: [
    { title: 'Standardbiljett', vatRateBp: 600, count: 80, grossOre: 1_599_920 },
    { title: 'Standardbiljett', vatRateBp: 600, count: -1, grossOre: -19_999 },
    { title: 'Studentbiljett, visa legitimation i dörren', vatRateBp: 600, count: 36, grossOre: 352_261 },
    { title: 'Programblad', vatRateBp: 0, count: 4, grossOre: 26_700 },
  ],
  discounts: { count: 3, amountOre: 5_939 },
  complimentary: { count: 2, amountOre: 39_998 },
  copies: { count: 1, amountOre: 19_999 },
  unfinished: { count: 4, amountOre: 89_900 },
  drawerOpenings: 2,
  grandTotals: { salesOre: 120_000_000, returnsOre: -500_000, netOre: 119_500_000 },
})

export const day = (language: 'sv' | 'en'): DayReport => ({
  language,
  company: {
    name: 'Fysikalen',
    organisationNumber: '802411-1234',
    address: 'Lindstedtsvägen 24\n114 28 Stockholm',
  },
  registerName: 'Kassa 1',
  openedAt: '2026-11-24T16:02:00.000Z',
  openedBy: 'Kim Berg',
  madeAt: at,
  madeBy: 'Maja Lind',
  previousClose: { number: 2, at: '2026-11-23T22:10:00.000Z' },
  report,
})
export const closing: DayClosing = {
  number: 3,
  count: {
    pieces: [
      { valueOre: 100, count: 5 },
      { valueOre: 50_000, count: 6 },
      { valueOre: 1_000, count: 29 },
      { valueOre: 20_000, count: 0 },
    ],
  },
  comparisons: [
    { tender: 'cash', expectedOre: 329_500, countedOre: 329_500, differenceOre: 0 },
    { tender: 'card', expectedOre: 209_951, countedOre: 209_900, differenceOre: -51 },
  ],
  note: 'Terminalen avrundade',
  handedOver: { count: 2, amountOre: 49_948, to: null },
  leftOpen: [{ kind: 'mail', count: 1 }],
  journal: { seq: 812, hash: '0c38c517c714608ba1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718' },
}
