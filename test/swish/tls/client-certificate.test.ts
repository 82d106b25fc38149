import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCertificate, daysLeft } from '#main/swish/tls/certificate-facts'
import { readClientCertificate } from '#main/swish/tls/client-certificate'
import {
  createSwishCertificates,
  type IssuedCertificate,
  type SwishCertificates,
} from '../../support/swish-certificates'

const number = '1234679304'
const password = 'a Secret of ours 7!'
const now = () => new Date().toISOString()
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 - 3_600_000).toISOString()

let certificates: SwishCertificates
let ours: IssuedCertificate
let other: IssuedCertificate

beforeAll(() => {
  certificates = createSwishCertificates()
  ours = certificates.issue({ number })
  other = certificates.issue({ number: '1239876543' })
})
afterAll(() => certificates[Symbol.dispose]())

const p12 = (file: string, typed = password) => readClientCertificate({ kind: 'p12', file, password: typed }, now())
const pem = (certificate: string, key: string, typed?: string) =>
  readClientCertificate({ kind: 'pem', certificate, key, ...(typed === undefined ? {} : { password: typed }) }, now())
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A PKCS#12 file with only what is given. */
function exported(options: string[], text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lucka-pkcs12-'))
  try {
    const file = join(folder, 'all.pem')
    writeFileSync(file, text)
    const command = ['pkcs12', '-export', ...options, '-in', file, '-passout', `pass:${password}`]
    return execFileSync('openssl', command, { stdio: 'pipe' }).toString('base64')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const facts = { number, organisation: '5560997982', chainLength: 3 }

test('a PKCS#12 file of today is read and kept as it came', async () => {
  const file = ours.p12(password)
  expect(await p12(file)).toEqual({
    ok: true,
    value: {
      material: { kind: 'p12', file, password },
      facts: {
        ...facts,
        validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as string,
        validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as string,
      },
    },
  })
})

test('a chain and its key in PEM are read', async () => {
  expect(await pem(ours.chain, ours.key)).toMatchObject({
    ok: true,
    value: { material: { kind: 'pem', chain: ours.chain }, facts },
  })
})

test('an encrypted key is opened with its password, and kept open', async () => {
  const read = await pem(ours.chain, ours.encryptedKey(password), password)
  expect(read).toMatchObject({ ok: true, value: { facts } })
  if (!read.ok || read.value.material.kind !== 'pem') throw new Error('not read')
  expect(createPrivateKey(read.value.material.key).equals(createPrivateKey(ours.key))).toBe(true)
  expect(JSON.stringify(read.value)).not.toContain(password)
})

test('a key locked in the way of old OpenSSL is opened, too', async () => {
  const locked = createPrivateKey(ours.key)
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: password })
    .toString()
  expect(locked).toContain('Proc-Type: 4,ENCRYPTED')
  expect(await pem(ours.chain, locked, password)).toMatchObject({ ok: true, value: { facts } })
  expect(await pem(ours.chain, locked)).toEqual({ ok: false, error: { code: 'password_needed' } })
})

test('the order of the certificates, and others among them, do not matter', async () => {
  const [leaf = '', bank = '', root = ''] = ours.chain.split(/(?<=-----END CERTIFICATE-----\n)/)
  const strangers = `some words\n${other.leaf}`
  expect(await pem(root + strangers + bank + leaf, `${ours.leaf}\r\n${ours.key}`)).toMatchObject({
    ok: true,
    value: { material: { chain: ours.chain }, facts },
  })
})

test.each([
  ['wrong_password', () => p12(ours.p12(password), 'another')],
  ['password_needed', () => p12(ours.p12(password), '')],
  ['old_pkcs12', () => p12(ours.p12(password, 'old'))],
  ['wrong_password', () => p12(ours.p12(password, 'old'), 'another')],
  ['not_a_certificate', () => p12(base64('this is no certificate'))],
  ['not_a_certificate', () => p12(base64(ours.chain + ours.key))],
  ['not_a_certificate', () => p12(ours.p12(password).slice(0, 1_000))],
  ['key_missing', () => p12(exported(['-nokeys'], ours.chain))],
  ['not_a_certificate', () => pem('no certificate', ours.key)],
  ['not_a_certificate', () => pem(ours.leaf.replace(/MII.{20}/, 'MIIx'), ours.key)],
  ['key_missing', () => pem(ours.chain, ours.leaf)],
  ['key_missing', () => pem(ours.chain, '-----BEGIN PRIVATE KEY-----\nMIIx\n-----END PRIVATE KEY-----\n')],
  ['key_does_not_fit', () => pem(ours.chain, other.key)],
  ['password_needed', () => pem(ours.chain, ours.encryptedKey(password))],
  ['password_needed', () => pem(ours.chain, ours.encryptedKey(password), '')],
  ['wrong_password', () => pem(ours.chain, ours.encryptedKey(password), 'another')],
])('%s: %s', async (code, read) => {
  expect(await read()).toEqual({ ok: false, error: { code } })
})

test('a certificate that names nobody is none of Swish', async () => {
  const command = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '-', '-subj', '/O=Nobody']
  const nameless = execFileSync('openssl', command, { stdio: 'pipe' }).toString()
  expect(await pem(nameless, nameless)).toEqual({ ok: false, error: { code: 'not_a_certificate' } })
})

test('an expired certificate is refused with its last day, in either form', async () => {
  const expired = certificates.issue({ number, fromDays: -730, toDays: -2 })
  const refused = { ok: false, error: { code: 'certificate_expired', validTo: expect.stringMatching(/Z$/) as string } }
  expect(await p12(expired.p12(password))).toEqual(refused)
  expect(await pem(expired.chain, expired.key)).toEqual(refused)
})

test('a certificate that begins later is read, and is not to be used yet', async () => {
  const early = certificates.issue({ number, fromDays: 2, toDays: 730 })
  const read = await pem(early.chain, early.key)
  if (!read.ok) throw new Error(read.error.code)
  expect(checkCertificate(read.value.facts, now())).toBe('certificate_not_yet_valid')
  expect(checkCertificate(read.value.facts, inDays(3))).toBeUndefined()
})

test('a leaf alone is read, and is not enough', async () => {
  const read = [await pem(ours.leaf, ours.key), await p12(exported([], ours.leaf + ours.key))]
  for (const one of read) {
    if (!one.ok) throw new Error(one.error.code)
    expect(one.value.facts.chainLength).toBe(1)
    expect(checkCertificate(one.value.facts, now())).toBe('certificate_chain_incomplete')
  }
})

test.each([59, 29, 6])('%d days are left', async (days) => {
  const issued = certificates.issue({ number, fromDays: -600, toDays: days + 0.5 })
  const read = await pem(issued.chain, issued.key)
  if (!read.ok) throw new Error(read.error.code)
  const { facts: itsFacts } = read.value
  expect(daysLeft(itsFacts.validTo, now())).toBe(days)
  expect(checkCertificate(itsFacts, now())).toBeUndefined()
  expect(checkCertificate(itsFacts, inDays(days + 1))).toBe('certificate_expired')
  expect(daysLeft(itsFacts.validTo, inDays(days + 2))).toBe(-2)
})
