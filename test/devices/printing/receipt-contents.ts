import { splitVat } from '#shared/domain/money/vat'
import type { ReceiptContent } from '#shared/domain/receipts/receipt-content'

/** A sale of two kinds of tickets for cash, with öre to round. */
function aReceipt(changes: Partial<ReceiptContent> = {}): ReceiptContent {
  return {
    kind: 'sale',
    language: 'sv',
    zone: 'Europe/Stockholm',
    company: {
      name: 'Föreningen Fysikalen',
      organisationNumber: '802400-1234',
      address: 'Holländargatan 32\n113 59 Stockholm',
    },
    registerName: 'Kassa 1',
    number: 17,
    training: false,
    at: '2026-12-04T17:41:00.000Z',
    cashier: 'Kim',
    orderNumber: 1042,
    event: { title: 'Fysikalen Dag 1', eventAt: '2026-12-04T18:00:00.000Z' },
    articles: [
      { title: 'Standardbiljett', count: 2, amountOre: 39_998 },
      { title: 'Studentbiljett', count: 1, amountOre: 9_950 },
    ],
    discountOre: 0,
    complimentary: false,
    totalOre: 49_948,
    vat: splitVat([{ grossOre: 49_948, vatRateBp: 600 }]),
    tenders: [{ tender: 'cash', amountOre: 49_948, roundingOre: -48, givenOre: 50_000, changeOre: 100 }],
    returned: null,
    controlUnit: null,
    footer: 'Tack för besöket!\nwww.fysikalen.se',
    ...changes,
  }
}

export const receipts = {
  sale: aReceipt(),
  split: aReceipt({
    number: 18,
    articles: [
      { title: 'Middag och föreställning', count: 1, amountOre: 45_000 },
      { title: 'Program', count: 2, amountOre: 10_000 },
    ],
    discountOre: 5_000,
    totalOre: 50_000,
    vat: splitVat([
      { grossOre: 20_000, vatRateBp: 600 },
      { grossOre: 21_000, vatRateBp: 1_200 },
      { grossOre: 9_000, vatRateBp: 0 },
    ]),
    tenders: [
      { tender: 'cash', amountOre: 20_000, roundingOre: 0, givenOre: 20_000, changeOre: 0 },
      { tender: 'card', amountOre: 20_000, roundingOre: 0, givenOre: null, changeOre: 0 },
      { tender: 'swish_by_eye', amountOre: 10_000, roundingOre: 0, givenOre: null, changeOre: 0 },
    ],
  }),
  return: aReceipt({
    kind: 'return',
    number: 19,
    articles: [{ title: 'Standardbiljett', count: 1, amountOre: -19_999 }],
    totalOre: -19_999,
    vat: splitVat([{ grossOre: -19_999, vatRateBp: 600 }]),
    tenders: [{ tender: 'cash', amountOre: -19_999, roundingOre: -1, givenOre: null, changeOre: 0 }],
    returned: { ticketCodes: ['ABCDEF'], reason: 'Sjuk', saleNumber: 17, saleRegisterName: 'Kassa 1' },
  }),
  training: aReceipt({ number: 3, training: true }),
} satisfies Record<string, ReceiptContent>
