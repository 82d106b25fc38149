/** An event as the rules of selling see it. */
export interface OfferedEvent {
  id: number
  /** ISO 8601, UTC. */
  salesStopAt: string
  archived: boolean
  maxTicketsPerPayment: number
  /** How long a reservation holds its seats. */
  reservationSeconds: number
  ticketTypes: readonly OfferedTicketType[]
}

export interface OfferedTicketType {
  id: number
  priceOre: number
  vatRateBp: number
  visible: boolean
}
