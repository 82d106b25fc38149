import { formatSignedCode } from '#shared/domain/tickets/signed-code'
import type { TicketDocument, VenueIdentity } from '#main/devices/tickets/ticket-document'

export const aVenue: VenueIdentity = {
  name: 'Göta källare',
  address: 'Holländargatan 32\n113 59 Stockholm',
  zone: 'Europe/Stockholm',
}

/** The signed form of KQZWPA at its usual length: a key, an event and a ticket type of one or two digits in base 36. */
export const signedText = formatSignedCode({
  code: 'KQZWPA',
  keyNumber: 2,
  eventId: 311,
  ticketTypeId: 1_017,
  signature: Uint8Array.from({ length: 64 }, (_, index) => (index * 151 + 89) % 256),
})

export function aTicket(changes: Partial<TicketDocument> = {}): TicketDocument {
  return {
    code: 'ABCDEF',
    eventTitle: 'Fysikalen Dag 1',
    eventAt: '2025-12-05T18:00:00.000Z',
    doorsOpenAt: '2025-12-05T17:00:00.000Z',
    ticketTypeTitle: 'Standardbiljett',
    priceOre: 19_999,
    orderNumber: 1042,
    qrText: changes.code ?? 'ABCDEF',
    ...changes,
  }
}
