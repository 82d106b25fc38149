/** Without 0 O, 1 I L, 5 S, 8 B: codes are read aloud and typed from paper. */
const LETTERS = 'ACDEFGHJKMNPQRTUVWXYZ234679'
const CODE_LENGTH = 10
/** What lies above is thrown away, so that every letter is equally likely. */
const FAIR_BYTES = 256 - (256 % LETTERS.length)

/** Makes a voucher code of ten letters and digits, some 47 bits, from a source of cryptographic bytes. */
export function newVoucherCode(randomBytes: (size: number) => Uint8Array): string {
  let code = ''
  while (code.length < CODE_LENGTH) {
    for (const byte of randomBytes(16)) {
      if (byte < FAIR_BYTES && code.length < CODE_LENGTH) code += LETTERS.charAt(byte % LETTERS.length)
    }
  }
  return code
}
