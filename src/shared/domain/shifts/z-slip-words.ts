import type { ReportTender } from './shift-report'

export interface ReportWords {
  x: string
  z: (number: number | null) => string
  organisationNumber: string
  opened: string
  made: string
  previous: string
  previousZ: (number: number) => string
  none: string
  sales: string
  receipts: (count: number, tickets: number) => string
  returns: string
  net: string
  byArticle: string
  withoutVat: string
  vat: string
  noVat: string
  vatOn: (rate: string) => string
  tenders: string
  tender: Record<ReportTender, string>
  returned: string
  rounding: string
  withoutReceipt: string
  drawer: string
  float: string
  paidIn: string
  paidOut: string
  cashSales: string
  cashRefunds: string
  expected: string
  counted: string
  difference: string
  pieces: (count: number, value: string) => string
  note: string
  other: string
  discounts: string
  complimentary: string
  copies: string
  training: string
  unfinished: string
  drawerOpenings: string
  handedOver: (count: number, to: string | null) => string
  leftOpen: Record<string, string>
  grand: string
  journal: string
  decimal: string
}

/** The words of X and Z reports, short enough for a receipt printer's line of 32 letters with its amount. */
export const reportWords: Record<'sv' | 'en', ReportWords> = {
  sv: {
    x: 'X-rapport',
    z: (number) => (number === null ? 'Z-rapport' : `Z-rapport ${String(number)}`),
    organisationNumber: 'Org.nr',
    opened: 'Öppnad',
    made: 'Gjord',
    previous: 'Föregående',
    previousZ: (number) => `Z ${String(number)}`,
    none: 'ingen',
    sales: 'Försäljning',
    receipts: (count, tickets) =>
      `${String(count)} ${count === 1 ? 'kvitto' : 'kvitton'}, ${String(tickets)} ${tickets === 1 ? 'biljett' : 'biljetter'}`,
    returns: 'Returer',
    net: 'Netto',
    byArticle: 'Per biljettyp',
    withoutVat: 'utan moms',
    vat: 'Moms',
    noVat: 'Momsfritt',
    vatOn: (rate) => `Moms ${rate} % på`,
    tenders: 'Betalsätt',
    tender: {
      cash: 'Kontant',
      card: 'Kort',
      swish: 'Swish',
      swish_by_eye: 'Swish, visad',
      exchange: 'Byte',
    },
    returned: 'varav tillbaka',
    rounding: 'Öresavrundning',
    withoutReceipt: 'Utan kvitto i skiftet',
    drawer: 'Kassalåda',
    float: 'Växelkassa',
    paidIn: 'Insatt',
    paidOut: 'Uttaget',
    cashSales: 'Kontant in',
    cashRefunds: 'Kontant tillbaka',
    expected: 'Ska finnas',
    counted: 'Räknat',
    difference: 'Differens',
    pieces: (count, value) => `${String(count)} st ${value}`,
    note: 'Anteckning',
    other: 'Övrigt',
    discounts: 'Rabatter',
    complimentary: 'Fribiljetter',
    copies: 'Kvittokopior',
    training: 'Övningsköp',
    unfinished: 'Ej slutförda köp',
    drawerOpenings: 'Lådöppningar utan köp',
    handedOver: (count, to) => `${String(count)} överlämnade till ${to ?? 'valfri kassa'}`,
    leftOpen: {
      refund_due: 'Pengar att besluta om',
      refund: 'Återbetalningar på väg',
      print_job: 'Misslyckade utskrifter',
      mail: 'Misslyckade mejl',
    },
    grand: 'Sedan första dagen',
    journal: 'Journal',
    decimal: ',',
  },
  en: {
    x: 'X report',
    z: (number) => (number === null ? 'Z report' : `Z report ${String(number)}`),
    organisationNumber: 'Org. no.',
    opened: 'Opened',
    made: 'Made',
    previous: 'Previous',
    previousZ: (number) => `Z ${String(number)}`,
    none: 'none',
    sales: 'Sales',
    receipts: (count, tickets) =>
      `${String(count)} ${count === 1 ? 'receipt' : 'receipts'}, ${String(tickets)} ${tickets === 1 ? 'ticket' : 'tickets'}`,
    returns: 'Returns',
    net: 'Net',
    byArticle: 'By ticket type',
    withoutVat: 'without VAT',
    vat: 'VAT',
    noVat: 'No VAT',
    vatOn: (rate) => `VAT ${rate} % on`,
    tenders: 'Tenders',
    tender: {
      cash: 'Cash',
      card: 'Card',
      swish: 'Swish',
      swish_by_eye: 'Swish, shown',
      exchange: 'Exchange',
    },
    returned: 'of which back',
    rounding: 'Rounding',
    withoutReceipt: 'No receipt in the shift',
    drawer: 'Cash drawer',
    float: 'Float',
    paidIn: 'Paid in',
    paidOut: 'Paid out',
    cashSales: 'Cash in',
    cashRefunds: 'Cash back',
    expected: 'Expected',
    counted: 'Counted',
    difference: 'Difference',
    pieces: (count, value) => `${String(count)} of ${value}`,
    note: 'Note',
    other: 'Other',
    discounts: 'Discounts',
    complimentary: 'Complimentary',
    copies: 'Receipt copies',
    training: 'Practice sales',
    unfinished: 'Unfinished sales',
    drawerOpenings: 'Drawer openings, no sale',
    handedOver: (count, to) => `${String(count)} handed over to ${to ?? 'any till'}`,
    leftOpen: {
      refund_due: 'Money to decide about',
      refund: 'Refunds on their way',
      print_job: 'Failed prints',
      mail: 'Failed mails',
    },
    grand: 'Since the first day',
    journal: 'Journal',
    decimal: '.',
  },
}
