import type { Slip, SlipLine } from '../printing/slip'
import type { Comparison } from './closing'
import type { CountedPieces } from './cash-count'
import type { CountAndSum, ShiftReport } from './shift-report'
import { reportWords, type ReportWords } from './z-slip-words'

/** An X report, or what a Z report says beside its closing. */
export interface DayReport {
  language: 'sv' | 'en'
  company: { name: string; organisationNumber: string; address: string }
  registerName: string
  openedAt: string
  openedBy: string
  madeAt: string
  madeBy: string
  previousClose: { number: number; at: string } | null
  report: ShiftReport
}

/** What only a Z report has. */
export interface DayClosing {
  number: number
  count: { pieces: readonly CountedPieces[] }
  comparisons: readonly Comparison[]
  note: string | null
  handedOver: CountAndSum & { to: string | null }
  leftOpen: readonly { kind: string; count: number }[]
  /** Null in a preview: the journal goes on until the close. */
  journal: { seq: number; hash: string } | null
}

/** How amounts and times are written, in the report's language and the venue's zone. */
export interface SlipFormat {
  /** `1 299,00` */
  money: (ore: number) => string
  /** `fre 5 dec 2026 19.00` */
  dateTime: (instant: string) => string
}

/** So much of the journal's hash is printed: nobody finds another entry with the same beginning. */
const PRINTED_HASH_LETTERS = 16

const rule: SlipLine = { kind: 'rule' }
const heading = (text: string): SlipLine => ({ kind: 'text', text, bold: true })

/** Sets an X report, or with a closing a Z report, from top to bottom. */
export function reportSlip(day: DayReport, closing: DayClosing | null, format: SlipFormat): Slip {
  const words = reportWords[day.language]
  const title = closing === null ? words.x : words.z(closing.number)
  const pair = (left: string, ore: number, bold = false): SlipLine => ({
    kind: 'pair',
    left,
    right: format.money(ore),
    ...(bold && { bold }),
  })
  return {
    title: `${title}, ${day.registerName}`,
    lines: [
      ...head(day, title, words, format),
      rule,
      ...salesLines(day.report, words, pair),
      rule,
      ...vatLines(day.report, words, pair),
      rule,
      ...tenderLines(day.report, words, pair),
      rule,
      ...drawerLines(day.report, closing, words, pair, format),
      rule,
      ...otherLines(day.report, closing, words, pair),
      rule,
      heading(words.grand),
      pair(words.sales, day.report.grandTotals.salesOre),
      pair(words.returns, day.report.grandTotals.returnsOre),
      pair(words.net, day.report.grandTotals.netOre, true),
      ...journalLines(closing, words),
    ],
  }
}

type Pair = (left: string, ore: number, bold?: boolean) => SlipLine

function head(day: DayReport, title: string, words: ReportWords, format: SlipFormat): SlipLine[] {
  const { company, previousClose } = day
  const address = company.address.split(/\r?\n/).filter((line) => line.trim() !== '')
  const centred = (text: string, bold = false): SlipLine => ({
    kind: 'text',
    text,
    align: 'centre',
    ...(bold && { bold }),
  })
  return [
    centred(company.name, true),
    ...address.map((line) => centred(line)),
    ...(company.organisationNumber === ''
      ? []
      : [centred(`${words.organisationNumber} ${company.organisationNumber}`)]),
    rule,
    { kind: 'text', text: title, align: 'centre', size: 'large', bold: true },
    centred(day.registerName),
    rule,
    { kind: 'pair', left: words.opened, right: format.dateTime(day.openedAt) },
    { kind: 'pair', left: '', right: day.openedBy },
    { kind: 'pair', left: words.made, right: format.dateTime(day.madeAt) },
    { kind: 'pair', left: '', right: day.madeBy },
    {
      kind: 'pair',
      left: words.previous,
      right: previousClose === null ? words.none : words.previousZ(previousClose.number),
    },
    ...(previousClose === null ? [] : [{ kind: 'pair' as const, left: '', right: format.dateTime(previousClose.at) }]),
  ]
}

function salesLines(report: ShiftReport, words: ReportWords, pair: Pair): SlipLine[] {
  const { sales, returns, netOre, articles } = report
  return [
    heading(words.sales),
    pair(words.receipts(sales.count, sales.tickets), sales.amountOre),
    heading(words.returns),
    pair(words.receipts(returns.count, returns.tickets), returns.amountOre),
    pair(words.net, netOre, true),
    ...(articles.length === 0 ? [] : [rule, heading(words.byArticle)]),
    ...articles.flatMap(({ title, count, grossOre, netOre: withoutVatOre }) => [
      pair(`${String(count)} × ${title}`, grossOre),
      pair(`– ${words.withoutVat}`, withoutVatOre),
    ]),
  ]
}

function vatLines({ vat }: ShiftReport, words: ReportWords, pair: Pair): SlipLine[] {
  const rateText = (rateBp: number) => String(rateBp / 100).replace('.', words.decimal)
  const vatOre = vat.reduce((sum, part) => sum + part.vatOre, 0)
  return [
    pair(words.vat, vatOre, true),
    ...vat.flatMap(({ vatRateBp, grossOre, vatOre: partOre }) =>
      vatRateBp === 0
        ? [pair(words.noVat, grossOre)]
        : [pair(words.vatOn(rateText(vatRateBp)), grossOre), pair(`– ${words.vat}`, partOre)],
    ),
  ]
}

function tenderLines(report: ShiftReport, words: ReportWords, pair: Pair): SlipLine[] {
  const { tenders, roundingOre, withoutReceiptOre } = report
  return [
    heading(words.tenders),
    ...tenders.flatMap(({ tender, count, netOre, returnedOre }) => [
      pair(`${words.tender[tender]} (${String(count)})`, netOre),
      ...(returnedOre === 0 ? [] : [pair(`– ${words.returned}`, returnedOre)]),
    ]),
    ...(roundingOre === 0 ? [] : [pair(words.rounding, roundingOre)]),
    ...(withoutReceiptOre === 0 ? [] : [pair(words.withoutReceipt, withoutReceiptOre)]),
  ]
}

function drawerLines(
  { cash, movements }: ShiftReport,
  closing: DayClosing | null,
  words: ReportWords,
  pair: Pair,
  format: SlipFormat,
): SlipLine[] {
  const moved = (kind: 'paid_in' | 'paid_out') =>
    movements
      .filter((movement) => movement.kind === kind)
      .map(({ reason, amountOre }) => pair(`– ${reason}`, kind === 'paid_in' ? amountOre : 0 - amountOre))
  return [
    heading(words.drawer),
    pair(words.float, cash.floatOre),
    pair(words.paidIn, cash.paidInOre),
    ...moved('paid_in'),
    pair(words.paidOut, 0 - cash.paidOutOre),
    ...moved('paid_out'),
    pair(words.cashSales, cash.salesOre),
    pair(words.cashRefunds, 0 - cash.refundsOre),
    pair(words.expected, cash.expectedOre, true),
    ...(closing === null ? [] : countLines(closing, words, pair, format)),
  ]
}

function countLines(closing: DayClosing, words: ReportWords, pair: Pair, format: SlipFormat): SlipLine[] {
  const pieces = closing.count.pieces.filter(({ count }) => count > 0).sort((a, b) => b.valueOre - a.valueOre)
  return [
    ...pieces.map(({ valueOre, count }) => pair(words.pieces(count, format.money(valueOre)), valueOre * count)),
    ...closing.comparisons.flatMap(({ tender, expectedOre, countedOre, differenceOre }) => [
      ...(tender === 'cash' ? [] : [heading(words.tender[tender]), pair(words.expected, expectedOre)]),
      pair(words.counted, countedOre),
      pair(words.difference, differenceOre, true),
    ]),
    ...(closing.note === null ? [] : [{ kind: 'text' as const, text: `${words.note}: ${closing.note}` }]),
  ]
}

function otherLines(report: ShiftReport, closing: DayClosing | null, words: ReportWords, pair: Pair): SlipLine[] {
  const counted = (left: string, { count, amountOre }: CountAndSum) => pair(`${left} (${String(count)})`, amountOre)
  const number = (left: string, count: number): SlipLine => ({ kind: 'pair', left, right: String(count) })
  return [
    heading(words.other),
    counted(words.discounts, report.discounts),
    counted(words.complimentary, report.complimentary),
    counted(words.copies, report.copies),
    counted(words.training, report.training),
    counted(words.unfinished, report.unfinished),
    number(words.drawerOpenings, report.drawerOpenings),
    ...(closing === null || closing.handedOver.count === 0
      ? []
      : [pair(words.handedOver(closing.handedOver.count, closing.handedOver.to), closing.handedOver.amountOre)]),
    ...(closing?.leftOpen ?? []).map(({ kind, count }) => number(words.leftOpen[kind] ?? kind, count)),
  ]
}

function journalLines(closing: DayClosing | null, words: ReportWords): SlipLine[] {
  const journal = closing?.journal ?? null
  if (journal === null) return []
  const { seq, hash } = journal
  return [
    rule,
    { kind: 'text', text: `${words.journal} ${String(seq)}-${hash.slice(0, PRINTED_HASH_LETTERS)}`, align: 'centre' },
  ]
}
