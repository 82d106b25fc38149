import type { Language } from '#shared/text/language'

/** The fixed words on a ticket. */
export interface TicketWords {
  ticket: string
  ticketOf: (index: number, count: number) => string
  doorsOpen: (time: string) => string
  ticketType: string
  price: string
  venue: string
  orderNumber: string
  showThis: string
  terms: string
  /** File name of the document, without its extension. */
  fileName: (orderNumber: number, count: number) => string
}

export const ticketWords: Record<Language, TicketWords> = {
  sv: {
    ticket: 'Biljett',
    ticketOf: (index, count) => `Biljett ${index} av ${count}`,
    doorsOpen: (time) => `Insläpp från ${time}`,
    ticketType: 'Biljettyp',
    price: 'Pris',
    venue: 'Plats',
    orderNumber: 'Ordernummer',
    showThis: 'Visa koden vid dörren, på papper eller i mobilen.',
    terms:
      'Biljetten släpper in en person en gång. Den som först visar koden släpps in: dela inte bilder av den. ' +
      'Läses koden inte av, säg de sex bokstäverna.',
    fileName: (orderNumber, count) => `${count === 1 ? 'biljett' : 'biljetter'}-${orderNumber}`,
  },
  en: {
    ticket: 'Ticket',
    ticketOf: (index, count) => `Ticket ${index} of ${count}`,
    doorsOpen: (time) => `Doors open at ${time}`,
    ticketType: 'Ticket type',
    price: 'Price',
    venue: 'Venue',
    orderNumber: 'Order number',
    showThis: 'Show the code at the door, on paper or on your phone.',
    terms:
      'This ticket admits one person once. Whoever shows the code first is let in: do not share pictures of it. ' +
      'If the code does not scan, say the six letters.',
    fileName: (orderNumber, count) => `${count === 1 ? 'ticket' : 'tickets'}-${orderNumber}`,
  },
}
