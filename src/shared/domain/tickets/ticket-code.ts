/** Six letters A–Z. People type them in any case, and scanners add spaces and line ends. */
const sixLetters = /^[A-Za-z]{6}$/

/**
 * Reads a bare ticket code from what was scanned or typed: in capitals, without surrounding space.
 *
 * The pattern knows ASCII alone and runs before the case is changed, so full-width and Cyrillic look-alikes, and letters
 * that become ASCII only as capitals (`ſ`, `ı`), are no codes.
 *
 * @returns undefined when the text is anything else: a web address, a Wi-Fi code, five letters
 */
export function normaliseTicketCode(scanned: string): string | undefined {
  const code = scanned.trim()
  return sixLetters.test(code) ? code.toUpperCase() : undefined
}
