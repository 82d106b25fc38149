import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import PaymentsScreen from '#renderer/features/payments/PaymentsScreen.vue'
import type { PaymentAttempt } from '#shared/contract/order-api'
import type { SwishEntry, SwishPaymentList } from '#shared/contract/swish-payments-api'
import type { Role } from '#shared/domain/access/permissions'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { fakeStream } from '../app/fake-stream'
import { mountScreen, press, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'
import { aPayment, aRefund, moneyWithoutSeats } from './entries'

let list: SwishPaymentList
let answers: Map<string, (request: FakeRequest) => FakeAnswer>
let seen: FakeRequest[]
let screen: VueWrapper
let stream: ReturnType<typeof fakeStream>

const silent = (fields: Partial<PaymentAttempt> = {}) =>
  aPayment({
    status: 'unknown',
    attention: 'bank_silent',
    errorCode: 'DS24',
    errorText: 'Bank system timeout',
    ...fields,
  })

function answer(request: FakeRequest): FakeAnswer {
  const kind = `${request.method} ${request.path.replace(/\/\d+/, '/:id').replace(/\?.*/, '')}`
  const override = answers.get(kind)
  if (override !== undefined) return override(request)
  if (kind === 'GET /swish-payments') return { status: 200, body: list }
  if (kind === 'GET /swish') return problem(404, 'not_found')
  throw new Error(`The fake server does not know ${kind}`)
}

async function open(attention: SwishEntry[], entries = attention, role: Role = 'manager'): Promise<void> {
  list = { attention, entries, more: false }
  screen = mountScreen(PaymentsScreen)
  signInAs(role)
  stream = fakeStream()
  await settled()
}

const text = () => screen.text().replaceAll('\u00a0', ' ')
const button = (name: string) => {
  const found = screen.findAll('button').find((it) => it.text().replaceAll('\u00a0', ' ') === name)
  if (found === undefined) throw new Error(`There is no button ${name} in: ${text()}`)
  return found
}
const buttons = () => screen.findAll('.attention button').map((it) => it.text().replaceAll('\u00a0', ' '))
const click = async (name: string) => {
  await button(name).trigger('click')
  await settled()
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}
const sent = (path: string) => seen.filter((request) => request.method === 'POST' && request.path === path)

beforeEach(() => {
  answers = new Map()
  seen = fakeServer(answer)
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

describe('a payment that Swish gives no answer for', () => {
  test('tells what happened, whose order it is, and in Swish’s own words', async () => {
    await open([silent({ payerAlias: '46701234567' })])
    expect(text()).toContain('1 sak att avgöra')
    expect(text()).toContain('Banken svarade inte efter att betalningen hade börjat. Pengarna kan ha dragits.')
    expect(text()).toContain('399,98 kr')
    expect(text()).toContain('DS24')
    expect(text()).toContain('Bank system timeout')
    expect(text()).toContain('numret som slutar på 4567')
    expect(screen.find('.attention a').attributes('href')).toBe('#/orders/17')
    expect(buttons()).toEqual(['Fråga Swish igen', 'Pengarna har kommit', 'Inga pengar kom'])
  })

  test('is booked by hand only after saying what that does and asking what was seen', async () => {
    answers.set('POST /payment-attempts/:id/settlements', () => {
      list = { ...list, attention: [] }
      return { status: 200, body: { ...silent(), attention: null, status: 'paid' } }
    })
    await open([silent()])
    await click('Pengarna har kommit')
    expect(text()).toContain('Bokför 399,98 kr och skapar 2 biljetter.')
    await submit()
    expect(text()).toContain('Skriv vad du har sett.')
    expect(sent('/payment-attempts/1/settlements')).toEqual([])
    await screen.find('form input').setValue('Syns på kontot 19.02')
    await submit()
    expect(sent('/payment-attempts/1/settlements')[0]?.body).toEqual({ outcome: 'paid', note: 'Syns på kontot 19.02' })
    expect(text()).toContain('Order 17: 399,98 kr är bokfört.')
    expect(text()).toContain('Inget väntar på dig')
    expect(document.activeElement?.textContent).toContain('Inget väntar på dig')
  })

  test('is told as settled also when the stream is faster than the answer', async () => {
    const { attempt } = silent() as Extract<SwishEntry, { kind: 'payment' }>
    const settledAttempt = { ...attempt, attention: null, status: 'paid' as const }
    answers.set('POST /payment-attempts/:id/settlements', () => {
      list = { ...list, attention: [] }
      stream.tell('payment_attempt', settledAttempt)
      return { status: 200, body: settledAttempt }
    })
    await open([silent()])
    await click('Pengarna har kommit')
    await screen.find('form input').setValue('Syns på kontot')
    await submit()
    expect(text()).toContain('Order 17: 399,98 kr är bokfört.')
  })

  test('Esc leaves the question and puts the focus back on its button', async () => {
    await open([silent()])
    await click('Inga pengar kom')
    expect(text()).toContain('Platserna släpps när reservationens tid är ute')
    await press('Escape')
    expect(buttons()).toContain('Inga pengar kom')
    expect(document.activeElement?.textContent.trim()).toBe('Inga pengar kom')
    expect(seen.some(({ method }) => method === 'POST')).toBe(false)
  })

  test('says so when Swish has still nothing to tell', async () => {
    answers.set('POST /payment-attempts/:id/reads', () => ({
      status: 200,
      body: (silent() as Extract<SwishEntry, { kind: 'payment' }>).attempt,
    }))
    await open([silent()])
    await click('Fråga Swish igen')
    expect(text()).toContain('Fortfarande inget besked')
  })

  test('of another Swish is not asked about', async () => {
    await open([silent({ attention: 'other_environment' })])
    expect(buttons()).toEqual(['Pengarna har kommit', 'Inga pengar kom'])
  })

  test('whose order has been paid otherwise leaves its money to be paid back', async () => {
    await open([aPayment({ status: 'unknown', attention: 'unanswered' }, { order: { status: 'paid' } })])
    await click('Pengarna har kommit')
    expect(text()).toContain('Ordern är redan betald, så pengarna blir kvar att betala tillbaka.')
  })

  test('leaves the list when somebody else was faster', async () => {
    answers.set('POST /payment-attempts/:id/settlements', () => {
      list = { ...list, attention: [] }
      return problem(409, 'already_settled')
    })
    await open([silent()])
    await click('Inga pengar kom')
    await screen.find('form input').setValue('Inget på kontot')
    await submit()
    expect(text()).toContain('Någon annan hann före.')
    expect(text()).toContain('Inget väntar på dig')
  })

  test('is a manager’s to decide; a cashier may ask Swish', async () => {
    await open([silent()], undefined, 'cashier')
    expect(buttons()).toEqual(['Fråga Swish igen'])
    expect(text()).toContain('Be en ansvarig avgöra det här.')
  })
})

describe('money without seats', () => {
  test('is given its seats, or goes back', async () => {
    answers.set('POST /refunds-due/:id/seatings', () => ({ status: 200, body: {} }))
    await open([moneyWithoutSeats()])
    expect(buttons()).toEqual([
      'Ge platser',
      'Återbetala 399,98 kr med Swish',
      'Kunden har fått pengarna på annat sätt',
    ])
    await click('Ge platser')
    expect(text()).toContain('Skapar 2 biljetter till Fysikalen Dag 1 för pengarna.')
    await submit()
    expect(sent('/refunds-due/9/seatings')).toHaveLength(1)
    expect(text()).toContain('Order 17: kunden har fått sina platser.')
  })

  test('says how many seats are left when they are too few, and the same try keeps its key', async () => {
    answers.set('POST /refunds-due/:id/seatings', () => problem(409, 'out_of_seats', { seatsLeft: 1 }))
    await open([moneyWithoutSeats()])
    await click('Ge platser')
    await submit()
    expect(text()).toContain('Bara 1 plats kvar.')
    await submit()
    const keys = sent('/refunds-due/9/seatings').map(({ headers }) => headers.get('idempotency-key'))
    expect(new Set(keys).size).toBe(1)
    expect(keys).toHaveLength(2)
  })

  test('paid twice only goes back, by Swish or otherwise', async () => {
    answers.set('POST /refunds-due/:id/refunds', () => ({ status: 201, body: {} }))
    await open([moneyWithoutSeats({ reason: 'paid_twice' })])
    expect(buttons()).toEqual(['Återbetala 399,98 kr med Swish', 'Kunden har fått pengarna på annat sätt'])
    await click('Återbetala 399,98 kr med Swish')
    expect(text()).toContain('Skickar 399,98 kr till det nummer som pengarna kom från.')
    await submit()
    expect(sent('/refunds-due/9/refunds')).toHaveLength(1)
  })

  test('paid back in cash is written down with a word about it', async () => {
    answers.set('POST /refunds-due/:id/settlements', () => ({ status: 200, body: {} }))
    await open([moneyWithoutSeats({ reason: 'paid_twice' })])
    await click('Kunden har fått pengarna på annat sätt')
    await screen.find('form input').setValue('Kontant ur kassan')
    await submit()
    expect(sent('/refunds-due/9/settlements')[0]?.body).toEqual({ note: 'Kontant ur kassan' })
  })
})

describe('a refund', () => {
  test('that failed says why and is tried again', async () => {
    answers.set('POST /refunds/:id/retries', () => ({ status: 201, body: {} }))
    await open([aRefund({ status: 'error', attention: 'failed', errorCode: 'AM04' })])
    expect(text()).toContain('Det finns för lite pengar på vårt konto.')
    expect(buttons()).toEqual(['Försök igen', 'Kunden har fått pengarna på annat sätt'])
    await click('Försök igen')
    await submit()
    expect(sent('/refunds/5/retries')).toHaveLength(1)
  })

  test('that nobody knows about is never sent again unasked: first somebody says that it did not arrive', async () => {
    answers.set('POST /refunds/:id/settlements', () => ({ status: 200, body: {} }))
    await open([aRefund({ status: 'unknown', attention: 'bank_silent' })])
    expect(buttons()).toEqual(['Fråga Swish igen', 'Kunden har fått pengarna', 'Kunden har inte fått pengarna'])
    await click('Kunden har inte fått pengarna')
    await screen.find('form input').setValue('Banken: inget utgående')
    await submit()
    expect(sent('/refunds/5/settlements')[0]?.body).toEqual({ outcome: 'not_paid', note: 'Banken: inget utgående' })
  })
})

describe('the list', () => {
  const rows = () => screen.findAll('tbody tr').map((row) => row.text().replaceAll('\u00a0', ' ').replace(/\s+/g, ' '))

  test('follows the stream without a reload, and keeps the focus', async () => {
    const waiting = aPayment({ id: 2, status: 'created' })
    await open([], [aRefund(), waiting])
    await press('ArrowDown', 'ArrowDown')
    const focused = document.activeElement
    expect(focused?.tagName).toBe('A')
    expect(rows()[1]).toContain('Väntar på kunden')
    const reads = seen.length
    if (waiting.kind !== 'payment') throw new Error('no payment')
    stream.tell('payment_attempt', { ...waiting.attempt, status: 'paid', settledAt: new Date().toISOString() })
    await settled()
    expect(rows()[1]).toContain('Betald')
    expect(document.activeElement).toBe(focused)
    expect(seen.length).toBe(reads)
  })

  test('reads a payment that it does not know yet', async () => {
    await open([], [])
    expect(text()).toContain('Inga Swishbetalningar än')
    list = { attention: [], entries: [aPayment({ status: 'created' })], more: false }
    stream.tell('payment_attempt', (aPayment({ status: 'created' }) as { attempt: PaymentAttempt }).attempt)
    await vi.waitFor(() => {
      expect(rows()[0]).toContain('Väntar på kunden')
    })
  })

  test('shows refunds as money out, and people of the web as such', async () => {
    await open([], [aRefund({ status: 'paid' }), aPayment({ status: 'error', errorCode: 'RF07' }, { by: null })])
    expect(rows()[0]).toMatch(/Ut.*Hos kunden.*−199,99/)
    expect(rows()[1]).toMatch(/In.*På nätet.*Misslyckades.*RF07.*399,98/)
  })

  test('pages on, and narrows down', async () => {
    await open([], [aPayment({ id: 2 })])
    list = { ...list, more: true }
    stream.tell('hello', { now: new Date().toISOString() })
    await settled()
    answers.set('GET /swish-payments', ({ path }) => ({
      status: 200,
      body: path.includes('before=') ? { attention: [], entries: [aRefund({}, { minutes: 50 })], more: false } : list,
    }))
    await click('Visa fler')
    expect(rows()).toHaveLength(2)
    expect(screen.findAll('button').some((it) => it.text() === 'Visa fler')).toBe(false)
    await click('Återbetalningar')
    expect(rows()).toHaveLength(1)
    await click('Utan pengar')
    expect(text()).toContain('Inget här bland de 2 senaste')
    await click('Visa alla')
    expect(rows()).toHaveLength(2)
  })

  test('says when it cannot be read, and what to do', async () => {
    answers.set('GET /swish-payments', () => problem(500, 'unexpected'))
    await open([])
    expect(text()).toContain('Betalningarna kunde inte hämtas')
    answers.delete('GET /swish-payments')
    await click('Försök igen')
    expect(text()).toContain('Inga Swishbetalningar än')
  })
})
