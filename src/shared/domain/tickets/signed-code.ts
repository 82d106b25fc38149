import { fromBase32, toBase32 } from './base32'

/*
 * The signed form of a ticket: `ABCDEF.1.<key>.<event>.<ticket type>.<signature>`.
 *
 * Only characters of a QR code's alphanumeric mode stand in it (0–9, A–Z, the dot), since that mode needs two thirds of the
 * modules that bytes would. Numbers are in base 36 without leading zeros; the signature is Ed25519's 64 bytes in base32, 103
 * letters. A ticket has exactly one such text, apart from upper and lower case, which carry nothing.
 */

/** What a signature vouches for. */
export interface SignedFacts {
  /** Six letters A–Z. */
  code: string
  /** Of the key that signed; from 1. */
  keyNumber: number
  eventId: number
  ticketTypeId: number
}

export interface SignedCode extends SignedFacts {
  /** 64 bytes, not yet verified. */
  signature: Uint8Array
}

/** `valid`: signed by a key of the venue's that is not revoked. Says nothing of the ticket, which may be used or refunded. */
export type SignatureVerdict = 'valid' | 'forged' | 'unknown_key' | 'revoked_key'

const VERSION = 1
const SIGNATURE_LETTERS = 103

const number = '([1-9A-Za-z][0-9A-Za-z]{0,10})'
/** Knows ASCII alone and runs before the case is changed: `ſ` and `ı` become ASCII letters as capitals. */
const pattern = new RegExp(
  String.raw`^([A-Za-z]{6})\.${String(VERSION)}\.${number}\.${number}\.${number}\.([2-7A-Za-z]{${String(SIGNATURE_LETTERS)}})$`,
)

const inBase36 = (value: number) => value.toString(36).toUpperCase()

/**
 * The text that is signed, as UTF-8. It names its purpose, so that no other signature of the venue can stand for a ticket's,
 * and holds everything but the signature, in decimal with single spaces.
 */
export function signedTextOf({ code, keyNumber, eventId, ticketTypeId }: SignedFacts): string {
  return ['lucka-ticket', VERSION, keyNumber, eventId, ticketTypeId, code].join(' ')
}

/** What the QR code holds. */
export function formatSignedCode({ code, keyNumber, eventId, ticketTypeId, signature }: SignedCode): string {
  return [code, VERSION, ...[keyNumber, eventId, ticketTypeId].map(inBase36), toBase32(signature)].join('.')
}

/**
 * Reads a signed code, in any case and with space around it; verifies nothing.
 *
 * @returns undefined for every other text: another version, a number with leading zeros or above 2^53, a cut signature
 */
export function parseSignedCode(scanned: string): SignedCode | undefined {
  const [, code = '', key = '', event = '', ticketType = '', letters = ''] = pattern.exec(scanned.trim()) ?? []
  const [keyNumber, eventId, ticketTypeId] = [key, event, ticketType].map((digits) => Number.parseInt(digits, 36))
  const signature = fromBase32(letters.toUpperCase())
  if (!isNumber(keyNumber) || !isNumber(eventId) || !isNumber(ticketTypeId) || signature === undefined) return undefined
  return { code: code.toUpperCase(), keyNumber, eventId, ticketTypeId, signature }
}

const isNumber = (value: number | undefined): value is number => Number.isSafeInteger(value)
