import type { Language } from '#shared/text/language'

/** The fixed words of the mail that brings the tickets. */
export interface TicketMailWords {
  subject: (eventTitle: string, count: number) => string
  thanks: string
  introduction: (count: number) => string
  doorsOpen: (time: string) => string
  codeLabel: string
  qrDescription: (code: string) => string
  order: (orderNumber: number) => string
  total: string
  howTo: string
  sender: (venueName: string) => string
}

export const ticketMailWords: Record<Language, TicketMailWords> = {
  sv: {
    subject: (eventTitle, count) => `${count === 1 ? 'Din biljett' : `Dina ${count} biljetter`} till ${eventTitle}`,
    thanks: 'Tack för ditt köp!',
    introduction: (count) =>
      count === 1
        ? 'Här är din biljett. Den finns också som PDF i det här mejlet.'
        : `Här är dina ${count} biljetter. De finns också som PDF i det här mejlet.`,
    doorsOpen: (time) => `Insläpp från ${time}`,
    codeLabel: 'Biljettkod',
    qrDescription: (code) => `QR-kod för biljett ${code}`,
    order: (orderNumber) => `Order ${orderNumber}`,
    total: 'Totalt',
    howTo: 'Visa varje kod vid dörren, i mobilen eller på papper. En biljett släpper in en person en gång.',
    sender: (venueName) => `Skickat av ${venueName}`,
  },
  en: {
    subject: (eventTitle, count) => `Your ${count === 1 ? 'ticket' : `${count} tickets`} for ${eventTitle}`,
    thanks: 'Thank you!',
    introduction: (count) =>
      count === 1
        ? 'Here is your ticket. It is also attached as a PDF.'
        : `Here are your ${count} tickets. They are also attached as a PDF.`,
    doorsOpen: (time) => `Doors open at ${time}`,
    codeLabel: 'Ticket code',
    qrDescription: (code) => `QR code of ticket ${code}`,
    order: (orderNumber) => `Order ${orderNumber}`,
    total: 'Total',
    howTo: 'Show each code at the door, on your phone or on paper. A ticket admits one person once.',
    sender: (venueName) => `Sent by ${venueName}`,
  },
}
