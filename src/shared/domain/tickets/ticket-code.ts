/**
 * A ticket code is six letters A–Z. Its QR code carries the bare letters, or the letters, a dot and a signature in
 * base64url; the signature is not looked at yet. People type codes in any case and scanners add spaces and line ends.
 */
const codeWithOptionalSignature = /^([A-Za-z]{6})(?:\.[A-Za-z0-9_-]{1,512})?$/

/**
 * Reads a ticket code from what was scanned or typed: in capitals, without surrounding space or signature.
 *
 * The pattern knows ASCII alone and runs before the case is changed, so full-width and Cyrillic look-alikes, and letters
 * that become ASCII only as capitals (`ſ`, `ı`), are no codes.
 *
 * @returns undefined when the text is anything else: a web address, a Wi-Fi code, five letters
 */
export function normaliseTicketCode(scanned: string): string | undefined {
  return codeWithOptionalSignature.exec(scanned.trim())?.[1]?.toUpperCase()
}
