import { expectedCash, type DrawerCash } from './drawer-cash'
import { shareVat } from './share-vat'

/**
 * What X and Z reports say. Contents as in Swedish till manuals that cite SKVFS 2014:9, 7 kap. Sales, returns and VAT are
 * those of the receipts that the shift issued; tenders are the money that its drawer and terminals moved. The two differ by
 * parts of sales that are not finished and by money that is on its way, which stands on its own line.
 */

export type ReportTender = 'cash' | 'card' | 'swish' | 'swish_by_eye' | 'exchange'
type ReceiptKind = 'sale' | 'return'

interface VatSum {
  /** Hundredths of a percent; 0: no VAT. */
  vatRateBp: number
  grossOre: number
  netOre: number
  vatOre: number
}

export interface CountAndSum {
  count: number
  amountOre: number
}

/** Cash put into the drawer or taken out of it without a sale. */
interface Movement {
  kind: 'paid_in' | 'paid_out'
  amountOre: number
  reason: string
  at: string
  by: string
}

/** Sales and returns since the register's first day, returns below zero. Never set back. */
export interface GrandTotals {
  salesOre: number
  returnsOre: number
  netOre: number
}

/** What storage knows about a shift, summed but not judged. Money that went back is below zero. */
export interface ShiftFacts {
  floatOre: number
  /** Payments by tender and direction, `roundingOre` beside `amountOre`. */
  payments: readonly {
    tender: ReportTender
    direction: 'in' | 'out'
    training: boolean
    count: number
    amountOre: number
    roundingOre: number
  }[]
  movements: readonly Movement[]
  receipts: readonly { kind: ReceiptKind; training: boolean; count: number; totalOre: number }[]
  /** Of real receipts, as they were printed. */
  vat: readonly (VatSum & { kind: ReceiptKind })[]
  /** Tickets of real receipts, at what was paid for them; of returns with a count below zero. */
  articles: readonly { title: string; vatRateBp: number; count: number; grossOre: number }[]
  discounts: CountAndSum
  complimentary: CountAndSum
  copies: CountAndSum
  unfinished: CountAndSum
  drawerOpenings: number
  /** After the register's last Z report; null before its first. */
  grandTotals: GrandTotals | null
}

export interface ShiftReport {
  sales: CountAndSum & { tickets: number }
  /** Below zero. */
  returns: CountAndSum & { tickets: number }
  /** Sales less returns. */
  netOre: number
  /** By ticket type: sold less returned, with VAT (`grossOre`) and without. */
  articles: { title: string; vatRateBp: number; count: number; grossOre: number; netOre: number }[]
  /** Sold less returned, by rate. */
  vat: VatSum[]
  /** `takenOre` less `returnedOre` is `netOre`. Cash with its rounding. */
  tenders: { tender: ReportTender; count: number; takenOre: number; returnedOre: number; netOre: number }[]
  roundingOre: number
  /** Money of this shift that stands on no receipt of it: part payments, less those finished here, and the like. */
  withoutReceiptOre: number
  cash: DrawerCash & { expectedOre: number }
  movements: Movement[]
  discounts: CountAndSum
  complimentary: CountAndSum
  copies: CountAndSum
  /** Practice sales: play money, in no other figure. */
  training: CountAndSum
  /** Baskets that were begun and not paid. */
  unfinished: CountAndSum
  /** Without a sale. */
  drawerOpenings: number
  grandTotals: GrandTotals
}

const tenderOrder: readonly ReportTender[] = ['cash', 'card', 'swish', 'swish_by_eye', 'exchange']

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0)

/** Makes an X or Z report of a shift's figures. */
export function composeShiftReport(facts: ShiftFacts): ShiftReport {
  const payments = facts.payments.filter(({ training }) => !training)
  const receipts = facts.receipts.filter(({ training }) => !training)
  const practice = facts.receipts.filter(({ training }) => training)
  const ofKind = (kind: ReceiptKind): CountAndSum => {
    const its = receipts.filter((receipt) => receipt.kind === kind)
    return { count: sumOf(its, ({ count }) => count), amountOre: sumOf(its, ({ totalOre }) => totalOre) }
  }
  const sales = ofKind('sale')
  const returns = ofKind('return')
  const netOre = sales.amountOre + returns.amountOre

  const moved = (tender: ReportTender, direction: 'in' | 'out') =>
    payments.filter((payment) => payment.tender === tender && payment.direction === direction)
  const tenders = tenderOrder.flatMap((tender) => {
    const [taken, returned] = [moved(tender, 'in'), moved(tender, 'out')]
    if (taken.length + returned.length === 0) return []
    const worth = (its: typeof taken) => sumOf(its, ({ amountOre, roundingOre }) => amountOre + roundingOre)
    // Subtracted from nothing: a minus in front would make −0 of it.
    const [takenOre, returnedOre] = [worth(taken), 0 - worth(returned)]
    const count = sumOf([...taken, ...returned], (payment) => payment.count)
    return [{ tender, count, takenOre, returnedOre, netOre: takenOre - returnedOre }]
  })
  const roundingOre = sumOf(payments, (payment) => payment.roundingOre)

  const paid = (kind: Movement['kind']) =>
    sumOf(
      facts.movements.filter((movement) => movement.kind === kind),
      ({ amountOre }) => amountOre,
    )
  const inCash = tenders.find(({ tender }) => tender === 'cash')
  const cash = {
    floatOre: facts.floatOre,
    paidInOre: paid('paid_in'),
    paidOutOre: paid('paid_out'),
    salesOre: inCash?.takenOre ?? 0,
    refundsOre: inCash?.returnedOre ?? 0,
  }
  const vat = vatByRate(facts.vat)
  const before = facts.grandTotals ?? { salesOre: 0, returnsOre: 0, netOre: 0 }

  return {
    sales: { ...sales, tickets: ticketsOf(facts, (count) => count > 0) },
    returns: { ...returns, tickets: 0 - ticketsOf(facts, (count) => count < 0) },
    netOre,
    articles: articleSums(facts.articles, vat),
    vat,
    tenders,
    roundingOre,
    withoutReceiptOre: sumOf(tenders, (tender) => tender.netOre) - roundingOre - netOre,
    cash: { ...cash, expectedOre: expectedCash(cash) },
    movements: [...facts.movements],
    discounts: facts.discounts,
    complimentary: facts.complimentary,
    copies: facts.copies,
    training: { count: sumOf(practice, ({ count }) => count), amountOre: sumOf(practice, ({ totalOre }) => totalOre) },
    unfinished: facts.unfinished,
    drawerOpenings: facts.drawerOpenings,
    grandTotals: {
      salesOre: before.salesOre + sales.amountOre,
      returnsOre: before.returnsOre + returns.amountOre,
      netOre: before.netOre + netOre,
    },
  }
}

const ticketsOf = (facts: ShiftFacts, which: (count: number) => boolean): number =>
  sumOf(
    facts.articles.filter(({ count }) => which(count)),
    ({ count }) => count,
  )

function vatByRate(parts: ShiftFacts['vat']): VatSum[] {
  const sums = new Map<number, VatSum>()
  for (const { vatRateBp, grossOre, netOre, vatOre } of parts) {
    const sum = sums.get(vatRateBp) ?? { vatRateBp, grossOre: 0, netOre: 0, vatOre: 0 }
    sums.set(vatRateBp, {
      vatRateBp,
      grossOre: sum.grossOre + grossOre,
      netOre: sum.netOre + netOre,
      vatOre: sum.vatOre + vatOre,
    })
  }
  return [...sums.values()].sort((a, b) => a.vatRateBp - b.vatRateBp)
}

/** Groups of one rate share its VAT, so that the two tables of a report always add up to the same. */
function articleSums(articles: ShiftFacts['articles'], vat: readonly VatSum[]): ShiftReport['articles'] {
  const groups = new Map<string, { title: string; vatRateBp: number; count: number; grossOre: number }>()
  for (const { title, vatRateBp, count, grossOre } of articles) {
    const key = `${vatRateBp} ${title}`
    const group = groups.get(key) ?? { title, vatRateBp, count: 0, grossOre: 0 }
    groups.set(key, { ...group, count: group.count + count, grossOre: group.grossOre + grossOre })
  }
  const rates = [...new Set([...groups.values()].map(({ vatRateBp }) => vatRateBp))].sort((a, b) => a - b)
  return rates.flatMap((rate) => {
    const ofRate = [...groups.values()].filter(({ vatRateBp }) => vatRateBp === rate)
    const shares = shareVat(
      ofRate.map(({ grossOre }) => grossOre),
      vat.find(({ vatRateBp }) => vatRateBp === rate)?.vatOre ?? 0,
    )
    return ofRate.map((group, at) => ({ ...group, netOre: group.grossOre - (shares[at] ?? 0) }))
  })
}
