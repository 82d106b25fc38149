import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { err, ok, type Result } from '#shared/domain/result'
import {
  formatSignedCode,
  signedTextOf,
  type SignatureVerdict,
  type SignedCode,
  type SignedFacts,
} from '#shared/domain/tickets/signed-code'
import type { TicketText } from '#shared/domain/tickets/ticket-text'
import {
  insertTicketKey,
  listTicketKeys,
  revokeTicketKey,
  type TicketKeyRecord,
} from '../storage/repositories/ticket-key-repository'
import type { SecretStore } from './secret-store'
import type { ServiceDeps } from './service-deps'

/** What a ticket's row says of it. */
type TicketRow = Pick<SignedFacts, 'eventId' | 'ticketTypeId'>

export interface TicketSigning {
  /**
   * The signed text of a ticket, for its QR code. Makes a key when there is none to sign with.
   *
   * @throws Error when a new key cannot be kept
   */
  sign: (ticket: Omit<SignedFacts, 'keyNumber'>) => Promise<string>
  /** Whether one of our keys signed it. Says nothing of the ticket: it may be used, refunded, or lost with the data. */
  verify: (signed: SignedCode) => SignatureVerdict
  /** Whether a scanned text claims what we never signed: a signature that is not ours, or another ticket's. Never a bare code. */
  isForged: (text: TicketText, row: TicketRow) => boolean
  /** Every key there ever was, oldest first. */
  keys: () => readonly TicketKeyRecord[]
  /** Signs with a new key from now on. What the old one signed stays valid. */
  renew: () => Promise<readonly TicketKeyRecord[]>
  /** From now on a key proves nothing. Tickets that it signed are good by their letters alone. */
  revoke: (number: number) => Promise<Result<readonly TicketKeyRecord[], { code: 'ticket_key_not_found' }>>
}

/** Ed25519 as JSON Web Keys have it (RFC 8037): `x` the public half, `d` the private one. */
const StoredKey = Type.Object({ number: Type.Integer({ minimum: 1 }), x: Type.String(), d: Type.String() })

interface SigningKey {
  number: number
  publicKey: string
  privateKey: KeyObject
}

const publicKeyOf = (x: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

/**
 * Signs tickets so that a phone without contact can tell them from forged ones. The keys are in memory: the door verifies in
 * the middle of a transaction.
 */
export async function createTicketSigning(
  deps: Pick<ServiceDeps, 'inTransaction' | 'read' | 'now'> & { secrets: SecretStore },
): Promise<TicketSigning> {
  const { inTransaction, read, now, secrets } = deps
  let keys: TicketKeyRecord[] = []
  let verifying = new Map<number, KeyObject>()
  let signing: SigningKey | undefined
  /** One change of the keys at a time: two first tickets must not make two keys. */
  let changing: Promise<unknown> = Promise.resolve()

  async function readKeys(): Promise<void> {
    keys = await read(listTicketKeys)
    verifying = new Map(keys.map(({ number, publicKey }) => [number, publicKeyOf(publicKey)]))
    signing = keptKey()
    const row = keys.find(({ number }) => number === signing?.number)
    if (row === undefined || row.publicKey !== signing?.publicKey || row.retiredAt !== null) signing = undefined
  }

  /** The private half as it is kept; undefined while it is locked, lost, or none was made. */
  function keptKey(): SigningKey | undefined {
    try {
      const stored: unknown = JSON.parse(secrets.get('ticketKey') ?? 'null')
      if (!Value.Check(StoredKey, stored)) return undefined
      const { number, x, d } = stored
      const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' })
      return { number, publicKey: x, privateKey }
    } catch {
      return undefined // Damaged is lost: a new key begins, and the old one's tickets stay valid.
    }
  }

  function change<T>(act: () => Promise<T>): Promise<T> {
    const done = changing.then(act)
    changing = done.catch(() => undefined)
    return done
  }

  /** The private half is kept first: a number that no private half belongs to would be one for nothing. */
  async function begin(): Promise<SigningKey> {
    const kept = keptKey()
    const number = Math.max(0, kept?.number ?? 0, ...keys.map((key) => key.number)) + 1
    const { privateKey } = generateKeyPairSync('ed25519')
    const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
    secrets.set('ticketKey', JSON.stringify({ number, x, d }))
    await inTransaction((trx) => insertTicketKey(trx, { number, publicKey: x, at: now() }))
    await readKeys()
    return { number, publicKey: x, privateKey }
  }

  function verdictOf({ signature, ...facts }: SignedCode): SignatureVerdict {
    const key = verifying.get(facts.keyNumber)
    if (key === undefined) return 'unknown_key'
    if (!verify(null, Buffer.from(signedTextOf(facts), 'utf8'), key, signature)) return 'forged'
    return keys.some(({ number, revokedAt }) => number === facts.keyNumber && revokedAt !== null)
      ? 'revoked_key'
      : 'valid'
  }

  /** A database that was put back from a backup may not know the key that has signed since. */
  async function putBackKeptKey(): Promise<void> {
    const kept = keptKey()
    if (kept === undefined || keys.some(({ number }) => number >= kept.number)) return
    const { number, publicKey } = kept
    await inTransaction((trx) => insertTicketKey(trx, { number, publicKey, at: now() }))
    await readKeys()
  }

  await readKeys()
  await putBackKeptKey()

  return {
    async sign(ticket) {
      const key = signing ?? (await change(async () => signing ?? (await begin())))
      const facts = { ...ticket, keyNumber: key.number }
      const signature = sign(null, Buffer.from(signedTextOf(facts), 'utf8'), key.privateKey)
      return formatSignedCode({ ...facts, signature })
    },

    verify: verdictOf,

    isForged({ signed }, row) {
      if (signed === undefined) return false
      const itsOwn = signed.eventId === row.eventId && signed.ticketTypeId === row.ticketTypeId
      return !itsOwn || verdictOf(signed) !== 'valid'
    },

    keys: () => keys,

    renew: () =>
      change(async () => {
        await begin()
        return keys
      }),

    revoke: (number) =>
      change(async () => {
        const known = keys.some((key) => key.number === number)
        if (!known) return err({ code: 'ticket_key_not_found' })
        await inTransaction((trx) => revokeTicketKey(trx, number, now()))
        await readKeys()
        return ok(keys)
      }),
  }
}
