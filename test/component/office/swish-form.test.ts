import { describe, expect, test } from 'vitest'
import { certificateEnd } from '#renderer/features/office/swish-certificate'
import { readUpload, splitPem } from '#renderer/features/office/swish-certificate-upload'
import {
  formOfSwish,
  isUnusualNumber,
  missingDigits,
  readSwishForm,
  spacedSwishNumber,
} from '#renderer/features/office/swish-form'
import { someSwishSettings } from './swish-settings'

describe('the form', () => {
  const stored = someSwishSettings({ environment: 'production', payeeAlias: '1230000000' })

  test('what was stored is sent back as it was', () => {
    const { certificate: _certificate, secretsKept: _secretsKept, ...edit } = stored
    expect(formOfSwish(stored).number).toBe('123 000 00 00')
    expect(readSwishForm(formOfSwish(stored)).edit).toEqual(edit)
  })

  test('off is no environment, and empty fields are nothing', () => {
    const form = { ...formOfSwish(stored), choice: 'off' as const, callbackUrl: '  ', apiBase: '' }
    expect(readSwishForm(form).edit).toMatchObject({ environment: null, callbackUrl: null, apiBase: null })
  })

  test.each([
    ['123 000 00', 'too_short'],
    ['123 000 00 000', 'too_long'],
    ['123 OOO OO OO', 'not_digits'],
    ['123-000 00 00', undefined],
    ['', undefined],
  ])('the number %s: %s', (number, problem) => {
    expect(readSwishForm({ ...formOfSwish(stored), number }).problems.number).toBe(problem)
  })

  test('the number is spaced when it is whole, counted while it is not, doubted when it is unusual', () => {
    expect([spacedSwishNumber('1230000000'), spacedSwishNumber('12300'), spacedSwishNumber('')]).toEqual([
      '123 000 00 00',
      '12300',
      '',
    ])
    expect(['', '123', '1230000000', '12300000001'].map(missingDigits)).toEqual([0, 7, 0, 0])
    expect(['1230000000', '0701234567', '070'].map(isUnusualNumber)).toEqual([false, true, false])
  })

  test('addresses and the authority are checked', () => {
    const form = formOfSwish(stored)
    expect(readSwishForm({ ...form, callbackUrl: 'http://biljetter.example.org/' }).problems).toEqual({
      callbackUrl: true,
    })
    expect(readSwishForm({ ...form, apiBase: 'swish.example.org' }).problems).toEqual({ apiBase: true })
    expect(readSwishForm({ ...form, authority: 'MIID' }).problems).toEqual({ authority: true })
    expect(readSwishForm({ ...form, apiBase: 'https://127.0.0.1:9443/swish-cpcapi/' }).edit?.apiBase).toBe(
      'https://127.0.0.1:9443/swish-cpcapi',
    )
  })
})

test('a certificate is warned of from 60 days before its end', () => {
  const now = Date.parse('2026-11-24T12:00:00.000Z')
  const ending = (validTo: string) => certificateEnd({ validFrom: '2026-01-01T00:00:00.000Z', validTo }, now)
  expect(ending('2027-01-24T13:00:00.000Z')).toEqual({ state: 'good', days: 61 })
  expect(ending('2027-01-24T11:00:00.000Z')).toEqual({ state: 'soon', days: 60 })
  expect(ending('2026-11-24T13:00:00.000Z')).toEqual({ state: 'soon', days: 0 })
  expect(ending('2026-11-24T11:59:59.000Z').state).toBe('expired')
  expect(
    certificateEnd({ validFrom: '2026-11-25T00:00:00.000Z', validTo: '2028-11-25T00:00:00.000Z' }, now).state,
  ).toBe('not_yet')
})

describe('what is sent of the files', () => {
  const file = (size: number, fill = 0x30) => new File([new Uint8Array(size).fill(fill)], 'swish.p12')
  const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'
  const leaf = '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----'

  test('a .p12 goes as base64', async () => {
    const sent = await readUpload({ kind: 'p12', file: new File(['Lucka'], 'swish.p12'), password: 'hemligt' })
    expect(sent).toEqual({ ok: true, upload: { kind: 'p12', file: 'THVja2E=', password: 'hemligt' } })
  })

  test.each([
    ['nothing', null, 'file_missing'],
    ['an empty file', file(0), 'file_empty'],
    ['one byte too many', file(22_501), 'file_too_large'],
  ])('%s is not sent', async (_what, chosen, problem) => {
    expect(await readUpload({ kind: 'p12', file: chosen, password: '' })).toEqual({ ok: false, problem })
  })

  test('the largest that the server takes is sent', async () => {
    const sent = await readUpload({ kind: 'p12', file: file(22_500), password: '' })
    expect(sent.ok && sent.upload.kind === 'p12' && sent.upload.file.length).toBe(30_000)
  })

  test('certificate and key, as files or as text', async () => {
    const upload = { kind: 'pem', certificate: leaf, key }
    const asText = { kind: 'pem' as const, certificate: leaf, key: `${key}\n`, password: '' }
    expect(await readUpload(asText)).toEqual({ ok: true, upload })
    const asFiles = { ...asText, certificate: new File([leaf], 'swish.pem'), key: new File([key], 'swish.key') }
    expect(await readUpload(asFiles)).toEqual({ ok: true, upload })
    expect(await readUpload({ ...asText, password: 'hemligt' })).toMatchObject({ upload: { password: 'hemligt' } })
  })

  test('a key in the certificate’s own file is found', async () => {
    expect(splitPem(`${key}\n${leaf}`)).toEqual({ certificate: leaf, key })
    expect(await readUpload({ kind: 'pem', certificate: `${leaf}\n${key}`, key: null, password: '' })).toEqual({
      ok: true,
      upload: { kind: 'pem', certificate: leaf, key },
    })
  })

  test.each([
    ['no certificate', null, key, 'certificate_missing'],
    ['no key', leaf, null, 'key_not_given'],
    ['a certificate beyond the limit', 'x'.repeat(20_001), key, 'certificate_too_large'],
    ['a key beyond the limit', leaf, 'x'.repeat(10_001), 'key_too_large'],
  ])('%s is said before anything is sent', async (_what, certificate, givenKey, problem) => {
    const input = { kind: 'pem' as const, certificate, key: givenKey, password: '' }
    expect(await readUpload(input)).toEqual({ ok: false, problem })
  })
})
