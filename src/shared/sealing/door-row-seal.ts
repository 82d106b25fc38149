import { formatDoorRow, parseDoorRow, type DoorRow } from '../domain/check-in/door-row'
import { fromBase64, toBase64 } from './base64'

/*
 * A row of the door list opens only for whoever shows the ticket: where it lies and the key of its content both come from the
 * ticket's code, through HMAC-SHA-512 with the list's own key. The first 16 bytes are the row's name, the last 32 the key of its
 * content (AES-256-GCM, 12 bytes of nonce before it).
 */

const NAME_BYTES = 16
const KEY_BYTES = 32
const NONCE_BYTES = 12
const { subtle } = globalThis.crypto

export interface SealedRow {
  /** Base64. */
  name: string
  content: string
}

/** What a shown code unlocks. */
export interface RowKeys {
  name: string
  contentKey: CryptoKey
}

/** @param secret 32 bytes in base64. The key that comes of it cannot be read out again. */
export const importListKey = (secret: string): Promise<CryptoKey> =>
  subtle.importKey('raw', fromBase64(secret), { name: 'HMAC', hash: 'SHA-512' }, false, ['sign'])

/** @param code six capital letters */
export async function rowKeysOf(listKey: CryptoKey, code: string): Promise<RowKeys> {
  const digest = new Uint8Array(await subtle.sign('HMAC', listKey, new TextEncoder().encode(code)))
  const secret = digest.slice(-KEY_BYTES)
  const contentKey = await subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return { name: toBase64(digest.slice(0, NAME_BYTES)), contentKey }
}

export async function sealRow(listKey: CryptoKey, code: string, row: DoorRow): Promise<SealedRow> {
  const { name, contentKey } = await rowKeysOf(listKey, code)
  return { name, content: await sealText(contentKey, formatDoorRow(row)) }
}

/** @throws DOMException when the content is not of this code */
export const openRow = async ({ contentKey }: RowKeys, content: string): Promise<DoorRow> =>
  parseDoorRow(await openText(contentKey, content))

/** @returns base64: the nonce, then what AES-GCM makes of the text */
export async function sealText(key: CryptoKey, text: string): Promise<string> {
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text))
  return toBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

/** @throws DOMException when it was sealed with another key, or changed since */
export async function openText(key: CryptoKey, sealed: string): Promise<string> {
  const bytes = fromBase64(sealed)
  const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES) }
  return new TextDecoder().decode(await subtle.decrypt(algorithm, key, bytes.slice(NONCE_BYTES)))
}
