/** RFC 4648, section 6: five bits a letter, which a QR code's alphanumeric mode packs into five and a half. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Writes bytes without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let heldBits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    heldBits += 8
    while (heldBits >= 5) {
      heldBits -= 5
      text += ALPHABET.charAt((held >> heldBits) & 31)
    }
    held &= (1 << heldBits) - 1
  }
  return heldBits === 0 ? text : text + ALPHABET.charAt((held << (5 - heldBits)) & 31)
}

/**
 * Reads what `toBase32` wrote.
 *
 * @returns undefined for anything else: another letter, a length that none has, bits after the last byte. Without that last
 * rule several texts would be one signature.
 */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let held = 0
  let heldBits = 0
  let at = 0
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    if (value === -1) return undefined
    held = (held << 5) | value
    heldBits += 5
    if (heldBits < 8) continue
    heldBits -= 8
    bytes[at++] = held >> heldBits
    held &= (1 << heldBits) - 1
  }
  return heldBits < 5 && held === 0 ? bytes : undefined
}
