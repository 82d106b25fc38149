import { verifyTicket } from '#renderer/signing/verify-ticket'
import type { TicketText } from '#shared/domain/tickets/ticket-text'
import type { DoorStorage } from '../storage/door-storage'
import type { Signature } from './offline-judge'

const signatureOf = { valid: 'valid', forged: 'forged', revoked_key: 'forged', unknown_key: 'unknown' } as const

/** Verifies signatures with the keys that came with the list. A revoked key proves nothing, as at the server. */
export const createVerifier =
  (storage: Pick<DoorStorage, 'list'>) =>
  async ({ signed }: TicketText): Promise<Signature> =>
    signed === undefined
      ? 'none'
      : signatureOf[await verifyTicket(signed, (await storage.list())?.facts.ticketKeys ?? [])]
