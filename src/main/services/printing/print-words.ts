import type { Language } from '#shared/text/language'

/** What jobs are called in the print queue. */
interface PrintWords {
  tickets: (orderNumber: number) => string
  receipt: (number: number, registerName: string) => string
  returnReceipt: (number: number, registerName: string) => string
  drawer: string
  test: string
}

export const printWords: Record<Language, PrintWords> = {
  sv: {
    tickets: (orderNumber) => `Biljetter, order ${orderNumber}`,
    receipt: (number, registerName) => `Kvitto ${number}, ${registerName}`,
    returnReceipt: (number, registerName) => `Returkvitto ${number}, ${registerName}`,
    drawer: 'Kassalåda',
    test: 'Provutskrift',
  },
  en: {
    tickets: (orderNumber) => `Tickets, order ${orderNumber}`,
    receipt: (number, registerName) => `Receipt ${number}, ${registerName}`,
    returnReceipt: (number, registerName) => `Return receipt ${number}, ${registerName}`,
    drawer: 'Cash drawer',
    test: 'Test print',
  },
}
