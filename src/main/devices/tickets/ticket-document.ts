/** What stands on one ticket. */
export interface TicketDocument {
  /** Six letters A–Z, to be read and typed by people. */
  code: string
  /** What the QR code carries: the same letters, or their signed form. */
  qrText: string
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
