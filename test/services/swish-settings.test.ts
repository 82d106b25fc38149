import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SwishCertificateUpload, SwishSettingsEdit } from '#shared/contract/settings-api'
import { insertEvent } from '#main/storage/repositories/event-repository'
import { insertAttempt, moveAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { saveSetting } from '#main/storage/repositories/setting-repository'
import type { Transaction } from '#main/storage/transaction'
import { createSwishCertificates, type IssuedCertificate, type SwishCertificates } from '../support/swish-certificates'
import { openSettings } from '../support/settings-services'

const NUMBER = '1231181189'
const off: SwishSettingsEdit = {
  environment: null,
  payeeAlias: '',
  apiBase: null,
  authority: null,
  callbackUrl: null,
  tls12Only: false,
}

let certificates: SwishCertificates
let issued: IssuedCertificate
let other: IssuedCertificate
beforeAll(() => {
  certificates = createSwishCertificates()
  issued = certificates.issue({ number: NUMBER })
  other = certificates.issue({ number: '1239990000' })
})
afterAll(() => {
  certificates[Symbol.dispose]()
})

const upload = ({ chain, key }: IssuedCertificate): SwishCertificateUpload => ({ kind: 'pem', certificate: chain, key })

describe('Swish at the start', () => {
  test('a venue of its own begins without Swish', async () => {
    await using office = await openSettings()
    expect(office.settings.current().swish).toEqual({ ...off, certificate: null, secretsKept: 'file' })
  })

  test('a demo, also one from before there was a choice, uses the simulator', async () => {
    await using office = await openSettings({ demo: true })
    expect(office.settings.current().swish).toMatchObject({ environment: 'simulator', payeeAlias: '1230000000' })
  })
})

describe('saving the settings', () => {
  test('they outlive a restart', async () => {
    await using office = await openSettings()
    const edit: SwishSettingsEdit = {
      environment: 'mss',
      payeeAlias: NUMBER,
      apiBase: 'https://swish.example:8443/swish-cpcapi',
      authority: certificates.authority,
      callbackUrl: 'https://tickets.example/swish/callback',
      tls12Only: true,
    }
    expect(await office.settings.saveSwish(edit)).toMatchObject({ ok: true })
    expect((await office.reopen()).settings.current().swish).toMatchObject(edit)
  })

  test.each<[string, Partial<SwishSettingsEdit>, object]>([
    ['plain HTTP to another machine', { apiBase: 'http://192.168.1.7:4000' }, { code: 'insecure_address' }],
    ['plain HTTP to a name like this machine', { apiBase: 'http://127.0.0.1.example' }, { code: 'insecure_address' }],
    [
      'plain HTTP in production',
      { environment: 'production', apiBase: 'http://127.0.0.1:4000' },
      { code: 'insecure_address' },
    ],
    ['no address', { apiBase: 'https://[::' }, { code: 'invalid_address', field: 'apiBase' }],
    ['no callback address', { callbackUrl: 'https://:0/' }, { code: 'invalid_address', field: 'callbackUrl' }],
    [
      'a callback address with a password',
      { callbackUrl: 'https://user:secret@tickets.example/' },
      { code: 'invalid_address', field: 'callbackUrl' },
    ],
    ['an authority that is none', { authority: 'hello' }, { code: 'invalid_authority' }],
    [
      'an authority of rubbish',
      { authority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      { code: 'invalid_authority' },
    ],
  ])('%s is refused and changes nothing', async (_name, change, refusal) => {
    await using office = await openSettings()
    const saved = await office.settings.saveSwish({ ...off, environment: 'mss', ...change })
    expect(saved).toEqual({ ok: false, error: refusal })
    expect(office.settings.current().swish.environment).toBeNull()
  })

  test('an authority with a private key beside it is refused: screens would get it back', async () => {
    await using office = await openSettings()
    const saved = await office.settings.saveSwish({ ...off, authority: certificates.authority + issued.key })
    expect(saved).toEqual({ ok: false, error: { code: 'invalid_authority' } })
  })

  test('plain HTTP to a stand-in on this machine is taken', async () => {
    await using office = await openSettings()
    for (const apiBase of ['http://127.0.0.1:4000', 'http://localhost:4000/swish-cpcapi', 'http://[::1]:4000']) {
      expect(await office.settings.saveSwish({ ...off, environment: 'mss', apiBase })).toMatchObject({ ok: true })
    }
  })
})

describe('while payments wait for their customers', () => {
  async function withPayment(environment: 'simulator' | 'mss' | 'production' = 'simulator') {
    const office = await openSettings({ demo: true })
    const now = new Date().toISOString()
    const attemptId = await office.inTransaction(async (trx) => {
      return insertAttempt(trx, {
        orderId: await insertOrder(trx, now),
        environment,
        instructionId: 'A'.repeat(32),
        callbackIdentifier: 'B'.repeat(32),
        payeeAlias: '1230000000',
        payerAlias: null,
        amountOre: 100,
        startedBy: null,
        now,
      })
    })
    return { office, attemptId }
  }

  test('their Swish is not left, nor the address it is asked at', async () => {
    const { office, attemptId } = await withPayment()
    await using _office = office
    const refusal = { ok: false, error: { code: 'payments_open', count: 1 } }
    expect(await office.settings.saveSwish({ ...off, environment: 'mss' })).toEqual(refusal)
    expect(await office.settings.saveSwish(off)).toEqual(refusal)
    const { environment } = office.settings.current().swish
    expect(await office.settings.saveSwish({ ...off, environment, apiBase: 'https://other.example' })).toEqual(refusal)
    expect(office.settings.current().swish.environment).toBe('simulator')

    await office.inTransaction((trx) => moveAttempt(trx, attemptId, 'initiated', 'created', {}))
    expect(await office.settings.saveSwish({ ...off, environment: 'mss' })).toEqual(refusal)
    await office.inTransaction((trx) => moveAttempt(trx, attemptId, 'created', 'declined', {}))
    expect(await office.settings.saveSwish({ ...off, environment: 'mss' })).toMatchObject({ ok: true })
  })

  test.each(['mss', 'production'] as const)('the certificate for %s stays, or a new one for its number', async (to) => {
    const { office, attemptId } = await withPayment(to)
    await using _office = office
    await office.settings.saveSwishCertificate(upload(issued))
    const callbackUrl = 'https://tickets.example/swish/callback'
    expect(await office.settings.saveSwish({ ...off, environment: to, callbackUrl })).toMatchObject({ ok: true })
    const before = office.settings.swishCertificate()
    const refusal = { ok: false, error: { code: 'payments_open', count: 1 } }
    expect(await office.settings.removeSwishCertificate()).toEqual(refusal)
    // The number that is typed does not decide, but the one that the payments were started for.
    await office.settings.saveSwish({ ...off, environment: to, payeeAlias: '1239990000' })
    expect(await office.settings.saveSwishCertificate(upload(other))).toEqual(refusal)
    expect(office.settings.swishCertificate()).toEqual(before)
    expect(office.settings.current().swish.certificate).toMatchObject({ number: NUMBER })
    expect((await office.reopen()).settings.swishCertificate()).toEqual(before)

    await office.settings.saveSwish({ ...off, environment: to, payeeAlias: NUMBER })
    const renewed = await office.settings.saveSwishCertificate(upload(certificates.issue({ number: NUMBER })))
    expect(renewed).toMatchObject({ ok: true })
    expect(office.settings.swishCertificate()).not.toEqual(before)

    await office.inTransaction((trx) => moveAttempt(trx, attemptId, 'initiated', 'declined', {}))
    expect(await office.settings.removeSwishCertificate()).toMatchObject({ ok: true })
    expect(office.settings.swishCertificate()).toEqual({ kind: 'missing' })
  })

  test('a certificate that the simulator does not use can go', async () => {
    const { office } = await withPayment()
    await using _office = office
    await office.settings.saveSwishCertificate(upload(issued))
    expect(await office.settings.removeSwishCertificate()).toMatchObject({ ok: true })
  })

  test('everything else can be changed', async () => {
    const { office } = await withPayment()
    await using _office = office
    const { environment, payeeAlias } = office.settings.current().swish
    const edit = { ...off, environment, payeeAlias, callbackUrl: 'https://tickets.example/swish/callback' }
    expect(await office.settings.saveSwish(edit)).toMatchObject({ ok: true })
  })
})

describe('the certificate', () => {
  test('is known by its number and dates, and its key is seen nowhere', async () => {
    await using office = await openSettings({ key: randomBytes(32) })
    const heard: unknown[] = []
    office.news.subscribe((item) => heard.push(item))
    const saved = await office.settings.saveSwishCertificate(upload(issued))
    expect(office.settings.current().swish).toMatchObject({
      payeeAlias: NUMBER,
      secretsKept: 'key_store',
      certificate: { number: NUMBER, organisation: '5560997982', chainLength: 3 },
    })
    const secretLine = issued.key.split('\n')[5] ?? ''
    const rows = await office.read((db) => db.selectFrom('setting').selectAll().execute())
    const everything = JSON.stringify([saved, office.settings.current(), heard, rows])
    expect(everything).not.toContain(secretLine)
    expect(everything).not.toContain('PRIVATE KEY')
    expect(readFileSync(office.secretsFile, 'utf8')).not.toContain('PRIVATE KEY')
  })

  test('without a key store is in a file that only its owner can read', async () => {
    await using office = await openSettings()
    await office.settings.saveSwishCertificate(upload(issued))
    expect(office.settings.current().swish.secretsKept).toBe('file')
    expect(statSync(office.secretsFile).mode & 0o777).toBe(0o600)
  })

  test('outlives a restart, and fits the handshake as before', async () => {
    const key = randomBytes(32)
    await using office = await openSettings({ key })
    await office.settings.saveSwishCertificate({ kind: 'p12', file: issued.p12('swish'), password: 'swish' })
    const again = (await office.reopen()).settings
    expect(again.current()).toEqual(office.settings.current())
    expect(again.swishCertificate()).toEqual(office.settings.swishCertificate())
  })

  test('that cannot be used leaves the one before as it was', async () => {
    await using office = await openSettings()
    await office.settings.saveSwishCertificate(upload(issued))
    const before = [
      office.settings.current(),
      office.settings.swishCertificate(),
      readFileSync(office.secretsFile, 'utf8'),
    ]
    const refused: [SwishCertificateUpload, string][] = [
      [{ kind: 'pem', certificate: issued.chain, key: other.key }, 'key_does_not_fit'],
      [{ kind: 'p12', file: issued.p12('swish'), password: 'fel' }, 'wrong_password'],
      [upload(certificates.issue({ number: NUMBER, fromDays: -30, toDays: -1 })), 'certificate_expired'],
      [upload(other), 'number_differs'],
    ]
    for (const [bad, code] of refused) {
      expect(await office.settings.saveSwishCertificate(bad)).toMatchObject({ ok: false, error: { code } })
    }
    expect([
      office.settings.current(),
      office.settings.swishCertificate(),
      readFileSync(office.secretsFile, 'utf8'),
    ]).toEqual(before)
  })

  test("for another number is taken where Swish does not look: in its own simulator's environment and ours", async () => {
    await using office = await openSettings({ demo: true })
    expect(await office.settings.saveSwishCertificate(upload(issued))).toMatchObject({ ok: true })
    await office.settings.saveSwish({ ...off, environment: 'mss', payeeAlias: '1230000000' })
    expect(await office.settings.saveSwishCertificate(upload(other))).toMatchObject({ ok: true })
    await office.settings.saveSwish({ ...off, environment: 'production', payeeAlias: NUMBER })
    expect(await office.settings.saveSwishCertificate(upload(other))).toEqual({
      ok: false,
      error: { code: 'number_differs', number: '1239990000' },
    })
  })

  test('can be removed', async () => {
    await using office = await openSettings()
    await office.settings.saveSwishCertificate(upload(issued))
    await office.settings.removeSwishCertificate()
    expect(office.settings.current().swish.certificate).toBeNull()
    expect(office.settings.swishCertificate()).toEqual({ kind: 'missing' })
    expect(readFileSync(office.secretsFile, 'utf8')).not.toContain('PRIVATE KEY')
    expect((await office.reopen()).settings.current().swish.certificate).toBeNull()
  })

  test('that was stored just before a crash is whole after the restart', async () => {
    await using office = await openSettings()
    await office.settings.saveSwishCertificate(upload(issued))
    const whole = office.settings.current()
    // The secret is written first; these two are what the crash kept from the disk.
    await office.inTransaction(async (trx) => {
      await saveSetting(trx, 'swishCertificate', null, '')
      await saveSetting(trx, 'swish', off, '')
    })
    expect((await office.reopen()).settings.current()).toEqual(whole)
  })

  test('that was removed just before a crash is gone after the restart', async () => {
    await using office = await openSettings()
    await office.settings.saveSwishCertificate(upload(issued))
    office.secrets.set('swishCertificate', undefined)
    expect((await office.reopen()).settings.current().swish.certificate).toBeNull()
  })

  test('locked by a key store that is not at hand is still shown, and can be imported again', async () => {
    const key = randomBytes(32)
    await using office = await openSettings({ key })
    await office.settings.saveSwishCertificate(upload(issued))
    for (const otherKey of [randomBytes(32), undefined]) {
      const { settings } = await office.reopenWith(otherKey)
      expect(settings.swishCertificate()).toEqual({ kind: 'locked' })
      expect(settings.current().swish.certificate).toMatchObject({ number: NUMBER })
    }
    const { settings } = await office.reopenWith(undefined)
    expect(await settings.saveSwishCertificate(upload(issued))).toMatchObject({ ok: true })
    expect(settings.swishCertificate()).toMatchObject({ kind: 'open' })
  })
})

async function insertOrder(trx: Transaction, now: string): Promise<number> {
  const eventId = await insertEvent(
    trx,
    {
      title: 'Fysikalen',
      description: '',
      eventAt: now,
      doorsOpenAt: null,
      salesStopAt: now,
      seats: 10,
      maxTicketsPerPayment: 8,
      reservationSeconds: 3_600,
      swishMessage: 'Fysikalen',
      ticketTypeIds: [],
    },
    now,
  )
  const { id } = await trx.db
    .insertInto('order')
    .values({
      event_id: eventId,
      channel: 'till',
      status: 'reserved',
      email: null,
      total_ore: 100,
      ticket_count: 1,
      created_at: now,
      created_by: null,
      expires_at: now,
      paid_at: null,
      closed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
