import type { ReceiptTender } from '#shared/domain/receipts/receipt-content'
import type { Language } from '#shared/text/language'

/** The fixed words on a receipt. */
export interface ReceiptWords {
  receipt: string
  returnReceipt: string
  electronic: string
  copy: string
  training: string
  notAReceipt: string
  organisationNumber: string
  number: string
  register: string
  cashier: string
  order: string
  discount: string
  complimentary: string
  total: string
  refunded: string
  vatRate: (rate: string) => string
  noVat: string
  vatSum: string
  net: string
  rounding: string
  given: string
  change: string
  tenders: Record<ReceiptTender, string>
  returnedTickets: string
  reason: string
  soldOn: string
  controlUnit: string
}

export const receiptWords: Record<Language, ReceiptWords> = {
  sv: {
    receipt: 'Kvitto',
    returnReceipt: 'Returkvitto',
    electronic: 'Elektroniskt kassakvitto',
    copy: 'KOPIA',
    training: 'ÖVNING',
    notAReceipt: 'EJ KVITTO',
    organisationNumber: 'Org.nr',
    number: 'Kvitto nr',
    register: 'Kassa',
    cashier: 'Kassör',
    order: 'Order',
    discount: 'Rabatt',
    complimentary: 'Fribiljett',
    total: 'Totalt SEK',
    refunded: 'Åter SEK',
    vatRate: (rate) => `Moms ${rate} %`,
    noVat: 'Momsfritt',
    vatSum: 'Varav moms',
    net: 'Netto',
    rounding: 'Öresavrundning',
    given: 'Mottaget',
    change: 'Växel',
    tenders: {
      cash: 'Kontant',
      card: 'Kort',
      swish: 'Swish',
      swish_by_eye: 'Swish (sett av kassören)',
      exchange: 'Inbytta biljetter',
      none: 'Ingen betalning',
    },
    returnedTickets: 'Återlämnade biljetter',
    reason: 'Orsak',
    soldOn: 'Avser kvitto nr',
    controlUnit: 'Kontrollenhet',
  },
  en: {
    receipt: 'Receipt',
    returnReceipt: 'Return receipt',
    electronic: 'Elektroniskt kassakvitto (electronic receipt)',
    copy: 'COPY',
    training: 'TRAINING',
    notAReceipt: 'NOT A RECEIPT',
    organisationNumber: 'Org. no.',
    number: 'Receipt no.',
    register: 'Register',
    cashier: 'Cashier',
    order: 'Order',
    discount: 'Discount',
    complimentary: 'Complimentary',
    total: 'Total SEK',
    refunded: 'Returned SEK',
    vatRate: (rate) => `VAT ${rate} %`,
    noVat: 'No VAT',
    vatSum: 'Of which VAT',
    net: 'Net',
    rounding: 'Rounding',
    given: 'Received',
    change: 'Change',
    tenders: {
      cash: 'Cash',
      card: 'Card',
      swish: 'Swish',
      swish_by_eye: 'Swish (seen by the cashier)',
      exchange: 'Exchanged tickets',
      none: 'No payment',
    },
    returnedTickets: 'Returned tickets',
    reason: 'Reason',
    soldOn: 'For receipt no.',
    controlUnit: 'Control unit',
  },
}
