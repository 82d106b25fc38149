import type { Language } from '#shared/contract/common'
import type { Tender } from '#shared/contract/order-api'

/** What strangers read. Tenders in a customer's words: what is verified and what is not is nobody's matter here. */
export interface DisplayWords {
  next: string
  training: string
  discount: string
  total: string
  /** Of everything, when parts of it have been paid. */
  sum: string
  paid: Record<Tender, string>
  rest: string
  scan: string
  qr: string
  inPhone: string
  thanks: string
  change: string
  printed: string
  mailed: string
  printedAndMailed: string
  welcome: string
  lost: string
  gone: string
}

const sv: DisplayWords = {
  next: 'Nästa',
  training: 'ÖVNING',
  discount: 'Rabatt',
  total: 'Att betala',
  sum: 'Summa',
  paid: {
    cash: 'Betalt kontant',
    card: 'Betalt med kort',
    swish: 'Betalt med Swish',
    swish_by_eye: 'Betalt med Swish',
    exchange: 'Biljetter i byte',
  },
  rest: 'Kvar att betala',
  scan: 'Skanna med Swish',
  qr: 'QR-kod för Swish',
  inPhone: 'Öppna Swish i telefonen',
  thanks: 'Tack!',
  change: 'Växel',
  printed: 'Biljetterna skrivs ut.',
  mailed: 'Biljetterna skickas med e-post.',
  printedAndMailed: 'Biljetterna skrivs ut och skickas med e-post.',
  welcome: 'Välkommen!',
  lost: 'Ett ögonblick',
  gone: 'Skärmens adress gäller inte längre. Den nya står i Lucka under Inställningar, Kassa.',
}

const en: DisplayWords = {
  next: 'Next',
  training: 'TRAINING',
  discount: 'Discount',
  total: 'To pay',
  sum: 'Total',
  paid: {
    cash: 'Paid in cash',
    card: 'Paid by card',
    swish: 'Paid by Swish',
    swish_by_eye: 'Paid by Swish',
    exchange: 'Tickets in exchange',
  },
  rest: 'Left to pay',
  scan: 'Scan with Swish',
  qr: 'QR code for Swish',
  inPhone: 'Open Swish on your phone',
  thanks: 'Thank you!',
  change: 'Change',
  printed: 'Your tickets are being printed.',
  mailed: 'Your tickets come by e-mail.',
  printedAndMailed: 'Your tickets are being printed and come by e-mail.',
  welcome: 'Welcome!',
  lost: 'One moment',
  gone: 'This screen’s address is no longer valid. The new one is in Lucka under Settings, Till.',
}

export const displayWords: Record<Language, DisplayWords> = { sv, en }
