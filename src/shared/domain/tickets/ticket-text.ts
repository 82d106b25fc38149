import { parseSignedCode, type SignedCode } from './signed-code'
import { normaliseTicketCode } from './ticket-code'

/** A ticket as it was scanned or typed: its letters, and what vouches for them when the QR code is a signed one. */
export interface TicketText {
  code: string
  signed?: SignedCode
}

/**
 * Reads a ticket in either form: six letters, or the signed form of them. All ways in use it, so that a ticket that reads at one
 * of them reads at all.
 *
 * @returns undefined for any other text. What begins like a signed ticket and is none is no bare code either: whoever changed
 * it would get in by breaking the signature.
 */
export function readTicketText(text: string): TicketText | undefined {
  const signed = parseSignedCode(text)
  if (signed !== undefined) return { code: signed.code, signed }
  const code = normaliseTicketCode(text)
  return code === undefined ? undefined : { code }
}
