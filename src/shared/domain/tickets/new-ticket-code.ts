const LETTERS = 26
/** The largest multiple of 26 in a byte: what lies above is thrown away, so that every letter is equally likely. */
const FAIR_BYTES = 256 - (256 % LETTERS)

const TICKET_CODE_LENGTH = 6

/**
 * Makes a ticket code of six capital letters from a source of cryptographic bytes. Uniqueness for ever comes from the
 * database, never from luck: among ten thousand random codes two are equal with a chance of 15 %.
 */
export function newTicketCode(randomBytes: (size: number) => Uint8Array): string {
  let code = ''
  while (code.length < TICKET_CODE_LENGTH) {
    for (const byte of randomBytes(8)) {
      if (byte < FAIR_BYTES && code.length < TICKET_CODE_LENGTH) code += String.fromCharCode(65 + (byte % LETTERS))
    }
  }
  return code
}
