/** What stands on one ticket. */
export interface TicketDocument {
  /** Six letters A–Z: what the QR code carries, and nothing else. */
  code: string
  eventTitle: string
  /** ISO 8601, UTC. */
  eventAt: string
  /** ISO 8601, UTC. */
  doorsOpenAt?: string | null
  ticketTypeTitle: string
  priceOre: number
  orderNumber: number
}

export interface VenueIdentity {
  name: string
  /** May have several lines, or be empty. */
  address: string
  /** IANA name: tickets show the venue's local time. */
  zone: string
}
