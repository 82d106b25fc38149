import type { TicketDocument, VenueIdentity } from '#main/devices/tickets/ticket-document'

export const aVenue: VenueIdentity = {
  name: 'Göta källare',
  address: 'Holländargatan 32\n113 59 Stockholm',
  zone: 'Europe/Stockholm',
}

export function aTicket(changes: Partial<TicketDocument> = {}): TicketDocument {
  return {
    code: 'ABCDEF',
    eventTitle: 'Fysikalen Dag 1',
    eventAt: '2025-12-05T18:00:00.000Z',
    doorsOpenAt: '2025-12-05T17:00:00.000Z',
    ticketTypeTitle: 'Standardbiljett',
    priceOre: 19_999,
    orderNumber: 1042,
    ...changes,
  }
}
