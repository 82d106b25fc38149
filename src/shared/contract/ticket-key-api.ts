import { Type, type Static } from 'typebox'
import { Instant, Nullable } from './common'

/** A key that signs, or has signed, the QR codes of tickets. Its private half never leaves the server. */
export const TicketKey = Type.Object({
  /** Stands in every ticket that the key signed; from 1. */
  number: Type.Integer({ minimum: 1 }),
  /** Ed25519, 32 bytes in base64url. */
  publicKey: Type.String(),
  createdAt: Instant,
  /** Signs no longer; what it signed is valid still. */
  retiredAt: Nullable(Instant),
  /** What it signed proves nothing any longer. */
  revokedAt: Nullable(Instant),
})
export type TicketKey = Static<typeof TicketKey>

/**
 * GET /api/v1/ticket-keys, oldest first: for doors that verify by themselves. POST signs with a new key from now on.
 * POST /api/v1/ticket-keys/:number/revocations: 404 `ticket_key_not_found`; twice is as good as once.
 */
export const TicketKeyList = Type.Object({ keys: Type.Array(TicketKey) })
export type TicketKeyList = Static<typeof TicketKeyList>
