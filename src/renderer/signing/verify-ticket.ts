import { verifyAsync } from '@noble/ed25519'
import type { TicketKey } from '#shared/contract/ticket-key-api'
import { signedTextOf, type SignatureVerdict, type SignedCode } from '#shared/domain/tickets/signed-code'

/**
 * Whether one of the venue's keys signed a ticket, found without the server. It says nothing of the ticket itself, which may
 * be used or refunded.
 *
 * In JavaScript on every phone, by a library of 5 kB: browsers have had Ed25519 of their own since 2023 to 2025, and what a
 * door says must not depend on the phone. It takes 1 to 5 ms. SHA-512 is the browser's, so it needs a secure context, as the
 * camera does.
 *
 * @param keys as GET /api/v1/ticket-keys tells them
 */
export async function verifyTicket(
  { signature, ...facts }: SignedCode,
  keys: readonly Pick<TicketKey, 'number' | 'publicKey' | 'revokedAt'>[],
): Promise<SignatureVerdict> {
  const key = keys.find(({ number }) => number === facts.keyNumber)
  if (key === undefined) return 'unknown_key'
  const signed = new TextEncoder().encode(signedTextOf(facts))
  // The rules of RFC 8032, as the server has them, and not ZIP 215's, which let some odd signatures pass.
  if (!(await verifyAsync(signature, signed, bytesOf(key.publicKey), { zip215: false }))) return 'forged'
  return key.revokedAt === null ? 'valid' : 'revoked_key'
}

/** From base64url without padding. */
const bytesOf = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
