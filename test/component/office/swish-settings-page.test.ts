import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import SwishSettingsPage from '#renderer/features/office/SwishSettingsPage.vue'
import type { SwishSettings } from '#shared/contract/settings-api'
import { SwishProblem } from '#shared/contract/swish-payments-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'
import { aCertificate, settingsWith } from './swish-settings'

// Leaving the page is the router's business, and there is none here.
vi.mock('#renderer/features/office/UnsavedGuard.vue', () => ({ default: { render: () => null } }))

let page: VueWrapper
let seen: FakeRequest[]
let answers: Map<string, () => FakeAnswer | Promise<FakeAnswer>>

beforeEach(() => {
  answers = new Map()
})

afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

async function open(swish: Partial<SwishSettings>): Promise<void> {
  seen = fakeServer(({ method, path }) => {
    const answer = answers.get(`${method} ${path}`)
    if (answer !== undefined) return answer()
    if (path === '/settings' || path === '/settings/swish') return { status: 200, body: settingsWith(swish) }
    throw new Error(`The fake server does not know ${method} ${path}`)
  })
  page = mountScreen(SwishSettingsPage)
  await settled()
}

const text = () => page.text().replaceAll('\u00a0', ' ')
const button = (name: string) => {
  const found = page.findAll('button').find((candidate) => candidate.text().includes(name))
  if (found === undefined) throw new Error(`No button ${name} in: ${text()}`)
  return found
}
const choose = async (environment: string) => {
  await page.get(`input[type="radio"][value="${environment}"]`).trigger('change')
}
const save = async () => {
  await page.get('form').trigger('submit')
  await settled()
}
async function pick(label: string, file: File): Promise<void> {
  const field = page.get(`input[type="file"][aria-label="${label}"]`)
  Object.defineProperty(field.element, 'files', { value: [file], configurable: true })
  await field.trigger('change')
}
const sent = (method: string, path: string) =>
  seen.filter((request) => request.method === method && request.path === path)

describe('which Swish', () => {
  test('production says that the money is real before it is saved', async () => {
    await open({})
    expect(text()).not.toContain('riktiga pengar till ert')
    await choose('production')
    expect(text()).toContain('När du sparar börjar kunderna betala med riktiga pengar')
  })

  test('the simulator needs neither number nor certificate, and leads to the customer’s part', async () => {
    await open({ environment: 'simulator' })
    expect(page.find('input[aria-label="Ert Swish-nummer"]').exists()).toBe(false)
    expect(text()).not.toContain('Importera certifikat')
    expect(page.get('a[href="#/simulator"]').text()).toBe('Spela kunden i simulatorn')
  })

  test('a number is checked as it is typed, and a wrong one is not sent', async () => {
    await open({ environment: 'production' })
    const field = page.get('input[aria-label="Ert Swish-nummer"]')
    await field.setValue('123 ABC')
    expect(text()).toContain('Bara siffror')
    await field.setValue('123 000 00')
    expect(text()).not.toContain('för kort')
    await save()
    expect(text()).toContain('Numret är för kort')
    expect(sent('PUT', '/settings/swish')).toEqual([])
    await field.setValue('123 000 00 00')
    await save()
    expect(sent('PUT', '/settings/swish')[0]?.body).toMatchObject({
      environment: 'production',
      payeeAlias: '1230000000',
    })
  })

  test('a number that is not the certificate’s is doubted, and the certificate’s is one press away', async () => {
    await open({ environment: 'production', payeeAlias: '1239999999', certificate: aCertificate() })
    await button('Använd 123 000 00 00').trigger('click')
    await save()
    expect(sent('PUT', '/settings/swish')[0]?.body).toMatchObject({ payeeAlias: '1230000000' })
  })

  test('a field that is out of sight does not block', async () => {
    await open({ environment: 'production', payeeAlias: '1230000000' })
    await page.get('input[aria-label="Ert Swish-nummer"]').setValue('12')
    await choose('off')
    await save()
    expect(sent('PUT', '/settings/swish')[0]?.body).toMatchObject({ environment: null, payeeAlias: '1230000000' })
  })

  test('payments that wait keep it from being changed, with the way to them', async () => {
    answers.set('PUT /settings/swish', () => problem(409, 'payments_open', { count: 3 }))
    await open({ environment: 'simulator' })
    await choose('off')
    await save()
    expect(text()).toContain('3 betalningar väntar på sina kunder')
    expect(page.get('a[href="#/payments"]').text()).toBe('Visa betalningarna')
  })
})

describe('the certificate', () => {
  test('shows whose it is and how long it holds', async () => {
    await open({ environment: 'production', payeeAlias: '1230000000', certificate: aCertificate() })
    expect(text()).toContain('123 000 00 00')
    expect(text()).toContain('802400-1235')
    expect(text()).toContain('om 412 dagar')
    expect(text()).toContain('3 certifikat')
    expect(text()).toContain('bara datorns ägare')
  })

  test.each([
    [45.5, 'om 45 dagar', 'byt i god tid'],
    [-2, 'har gått ut', 'Swish tar inte emot något'],
  ])('%s days before its end it says so', async (days, end, advice) => {
    const validTo = new Date(Date.now() + days * 86_400_000).toISOString()
    await open({ environment: 'production', certificate: aCertificate({ validTo }) })
    expect(text()).toContain(end)
    expect(text()).toContain(advice)
  })

  test('a .p12 is imported; its number is taken over, and what was typed stays', async () => {
    answers.set('PUT /settings/swish/certificate', () => ({
      status: 200,
      body: settingsWith({ payeeAlias: '1231234567', certificate: aCertificate({ number: '1231234567' }) }),
    }))
    await open({})
    await choose('production')
    await button('Importera certifikat').trigger('click')
    await pick('Certifikat med nyckel (.p12)', new File(['Lucka'], 'fysikalen.p12'))
    expect(text()).toContain('fysikalen.p12')
    await page.get('input[aria-label="Filens lösenord"]').setValue('hemligt')
    await page.get('[role="dialog"] form').trigger('submit')
    await settled()
    expect(sent('PUT', '/settings/swish/certificate')[0]?.body).toEqual({
      kind: 'p12',
      file: 'THVja2E=',
      password: 'hemligt',
    })
    expect(page.find('[role="dialog"] form').exists()).toBe(false)
    expect(page.get<HTMLInputElement>('input[aria-label="Ert Swish-nummer"]').element.value).toBe('123 123 45 67')
    expect(text()).toContain('Inte sparat än')
  })

  test('certificate and key can be pasted', async () => {
    answers.set('PUT /settings/swish/certificate', () => ({ status: 200, body: settingsWith({}) }))
    await open({ environment: 'mss' })
    await button('Importera certifikat').trigger('click')
    await button('.pem och .key').trigger('click')
    await button('Klistra in').trigger('click')
    await page.get('input[aria-label="Certifikat (.pem)"]').setValue('CERT')
    await page.get('input[aria-label="Privat nyckel (.key)"]').setValue('KEY')
    await page.get('[role="dialog"] form').trigger('submit')
    await settled()
    expect(sent('PUT', '/settings/swish/certificate')[0]?.body).toEqual({
      kind: 'pem',
      certificate: 'CERT',
      key: 'KEY',
    })
  })

  test('a file that is too large is said and not sent', async () => {
    await open({ environment: 'mss' })
    await button('Importera certifikat').trigger('click')
    await pick('Certifikat med nyckel (.p12)', new File([new Uint8Array(30_000)], 'film.mp4'))
    await page.get('[role="dialog"] form').trigger('submit')
    await settled()
    expect(text()).toContain('för stor för att vara ett certifikat')
    expect(sent('PUT', '/settings/swish/certificate')).toEqual([])
  })

  test.each([
    ['not_a_certificate', {}, 'Det här är inget certifikat'],
    ['wrong_password', {}, 'Lösenordet stämmer inte'],
    ['password_needed', {}, 'Filen är låst med ett lösenord'],
    ['old_pkcs12', {}, 'openssl pkcs12 -legacy'],
    ['key_missing', {}, 'Den privata nyckeln saknas'],
    ['key_does_not_fit', {}, 'Nyckeln hör inte till certifikatet'],
    ['certificate_expired', { validTo: '2026-03-01T12:00:00.000Z' }, 'gick ut sön 1 mars 2026'],
    ['payments_open', { count: 2 }, 'Betalningar väntar på sina kunder'],
    ['number_differs', { number: '1231111111' }, 'gäller för 123 111 11 11, men här är 123 000 00 00 sparat'],
  ])('%s has its own sentence', async (code, details, sentence) => {
    answers.set('PUT /settings/swish/certificate', () => problem(422, code, details))
    await open({ environment: 'production', payeeAlias: '1230000000' })
    await button('Importera certifikat').trigger('click')
    await pick('Certifikat med nyckel (.p12)', new File(['Lucka'], 'swish.p12'))
    await page.get('[role="dialog"] form').trigger('submit')
    await settled()
    expect(page.get('[role="dialog"] form').text()).toContain(sentence)
  })

  test('it is removed after a second question only', async () => {
    answers.set('DELETE /settings/swish/certificate', () => ({
      status: 200,
      body: settingsWith({ environment: 'mss' }),
    }))
    await open({ environment: 'mss', certificate: aCertificate() })
    await button('Ta bort').trigger('click')
    expect(sent('DELETE', '/settings/swish/certificate')).toEqual([])
    await button('Ja, ta bort').trigger('click')
    await settled()
    expect(text()).toContain('Inget certifikat än')
  })
})

test('payments that wait keep the certificate, with the way to them', async () => {
  answers.set('DELETE /settings/swish/certificate', () => problem(409, 'payments_open', { count: 3 }))
  await open({ environment: 'mss', certificate: aCertificate() })
  await button('Ta bort').trigger('click')
  await button('Ja, ta bort').trigger('click')
  await settled()
  expect(text()).toContain('3 betalningar väntar på sina kunder. Ta bort certifikatet när de är klara.')
  expect(page.get('a[href="#/payments"]').text()).toBe('Visa betalningarna')
})

describe('the test of the connection', () => {
  test('waits for what is not saved', async () => {
    await open({ environment: 'mss' })
    expect(button('Testa anslutningen').attributes('disabled')).toBeUndefined()
    await choose('production')
    expect(button('Testa anslutningen').attributes('disabled')).toBeDefined()
    expect(text()).toContain('Spara först')
  })

  test('says that it asks, then how it went and how long it took', async () => {
    let say: (answer: FakeAnswer) => void = () => undefined
    answers.set('POST /settings/swish/tests', () => new Promise((resolve) => (say = resolve)))
    await open({ environment: 'production' })
    await button('Testa anslutningen').trigger('click')
    expect(text()).toContain('Frågar Swish')
    say({ status: 200, body: { problem: null, tookMs: 231 } })
    await settled()
    expect(text()).toContain('Anslutningen fungerar')
    expect(text()).toMatch(/Produktion, kl\. \d\d\.\d\d, på 231 ms/)
  })

  const problems = SwishProblem.anyOf.map(({ const: code }) => code)
  test('each problem has a sentence of its own', async () => {
    let next = 0
    answers.set('POST /settings/swish/tests', () => ({ status: 200, body: { problem: problems[next], tookMs: 1_234 } }))
    await open({ environment: 'production' })
    const sentences = new Set<string>()
    for (const [index] of problems.entries()) {
      next = index
      await button('Testa anslutningen').trigger('click')
      await settled()
      sentences.add(page.get('.test [role="status"] .bad').text())
    }
    expect(sentences.size).toBe(problems.length)
    expect([...sentences].filter((sentence) => sentence.includes('office.'))).toEqual([])
    expect(text()).toContain('på 1,2 s')
  })
})
