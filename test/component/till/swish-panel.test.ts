import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useSwishStore } from '#renderer/app/stores/swish-store'
import TillScreen from '#renderer/features/till/TillScreen.vue'
import type { NewOrder, Order, PaymentAttempt, SwishPaymentRequest } from '#shared/contract/order-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { fakeStream } from '../app/fake-stream'
import { mountScreen, press, settled } from '../app/mount-screen'
import { anAttempt, anEvent, anOrder, aRegister, aSwishStatus, aTicketType } from './catalogue'

/** The server's side of one Swish sale: each start makes an attempt with the next id, a cancel ends it. */
let order: Order
let attempt: PaymentAttempt | null
let swish: SwishStatus
let answers: Map<string, (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>>
let seen: FakeRequest[]
let tell: ReturnType<typeof fakeStream>['tell']
let screen: VueWrapper

const ticket = {
  ...{ id: 1, code: 'ABCDEF', ticketTypeId: 1, ticketTypeTitle: 'Standardbiljett', priceOre: 19_999 },
  ...{ discountOre: 0, timesUsed: 0, firstUsedAt: null, refundId: null, blocked: null },
}

const kindOf = ({ method, path }: FakeRequest) => `${method} ${path.replace(/\/\d+/, '/:id')}`
const sent = (kind: string) => seen.filter((request) => kindOf(request) === kind)
const text = () => screen.text().replaceAll('\u00a0', ' ')

function become(fields: Partial<PaymentAttempt>): PaymentAttempt {
  attempt = { ...(attempt ?? anAttempt()), ...fields }
  const paid = attempt.status === 'paid'
  order = { ...order, paymentAttempt: attempt, ...(paid ? { status: 'paid' as const, tickets: [ticket] } : {}) }
  return attempt
}

function start(request: FakeRequest): FakeAnswer {
  const payer = (request.body as SwishPaymentRequest).payer ?? null
  const payerAlias = payer === null ? null : payer.replace('+', '')
  const fields = { id: (attempt?.id ?? 0) + 1, payerAlias, token: payer === null ? 'token1' : null }
  attempt = null
  return { status: 201, body: become(fields) }
}

function answer(request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
  const override = answers.get(kindOf(request))
  if (override !== undefined) return override(request)
  switch (kindOf(request)) {
    case 'GET /catalogue':
      return { status: 200, body: { events: [anEvent()], ticketTypes: [aTicketType()] } }
    case 'GET /registers':
      return { status: 200, body: { registers: [aRegister()] } }
    case 'GET /open-orders':
      return { status: 200, body: { orders: [] } }
    case 'PUT /orders/:id':
      order = { ...order, revision: order.revision + 1 }
      return { status: 200, body: order }
    case 'GET /swish':
      return { status: 200, body: swish }
    case 'POST /orders':
      order = anOrder(request.body as NewOrder)
      return { status: 201, body: order }
    case 'GET /orders/:id':
      return { status: 200, body: order }
    case 'POST /orders/:id/swish-payments':
      return start(request)
    case 'DELETE /payment-attempts/:id':
      return { status: 200, body: become({ status: 'cancelled', token: null }) }
    default:
      throw new Error(`The fake server does not know ${kindOf(request)}`)
  }
}

/** What the server would tell over the stream, in the middle of a sale. */
async function news(fields: Partial<PaymentAttempt>): Promise<void> {
  tell('payment_attempt', become(fields))
  await settled()
}

async function open(status: Partial<SwishStatus> = {}): Promise<void> {
  swish = aSwishStatus(status)
  screen = mountScreen(TillScreen)
  tell = fakeStream().tell
  useSwishStore()
  tell('hello', { now: new Date().toISOString() })
  await settled()
}

beforeEach(() => {
  sessionStorage.clear()
  attempt = null
  answers = new Map()
  seen = fakeServer(answer)
})

afterEach(() => {
  screen.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a QR', () => {
  beforeEach(async () => {
    await open()
    await press('2', 'a', 's')
  })

  test('is there with no key more than S', () => {
    expect(screen.get('img').attributes('src')).toBe('/generate_qr/token1?format=svg&error_correction=H')
    expect(text()).toContain('Väntar på att kunden skannar och godkänner')
    expect(sent('POST /orders/:id/swish-payments')[0]?.body).toEqual({})
  })

  test('turns to paid the moment the news comes', async () => {
    await news({ status: 'paid' })
    expect(text()).toContain('ABCDEF')
  })

  test('Escape cancels at Swish; then Enter tries again with a new key', async () => {
    await press('Escape')
    expect(text()).toContain('Betalningen avbröts')
    await press('Enter')
    const keys = sent('POST /orders/:id/swish-payments').map(({ headers }) => headers.get('idempotency-key'))
    expect(new Set(keys).size).toBe(2)
    expect(text()).toContain('Väntar på att kunden skannar')
  })

  test('Escape after the end goes to the other tenders', async () => {
    await press('Escape', 'Escape', 'k')
    expect(text()).toContain('Mottaget')
  })

  test('a cancellation that came too late shows the paid order', async () => {
    answers.set('DELETE /payment-attempts/:id', () => ({ status: 200, body: become({ status: 'paid' }) }))
    await press('Escape')
    expect(text()).toContain('ABCDEF')
  })

  test('a cancellation that Swish has not confirmed is no end', async () => {
    answers.set('DELETE /payment-attempts/:id', () => ({ status: 200, body: become({ cancelRequested: true }) }))
    await press('Escape')
    expect(text()).toContain('Avbryter')
    expect(text()).not.toContain('Försök igen')
    await news({ status: 'cancelled', cancelRequested: false })
    expect(text()).toContain('Betalningen avbröts')
  })

  test('late news of an older try do not show while another is being started', async () => {
    await press('Escape')
    let say: (said: FakeAnswer) => void = () => undefined
    answers.set('POST /orders/:id/swish-payments', () => new Promise((resolve) => (say = resolve)))
    await press('Enter')
    tell('payment_attempt', anAttempt({ id: 1, status: 'cancelled' }))
    await settled()
    expect(text()).toContain('Startar betalningen')
    say({ status: 201, body: become({ id: 2, status: 'created', token: 'token2' }) })
    await settled()
    expect(text()).toContain('Väntar på att kunden skannar')
  })

  test('nor once it waits for the customer', async () => {
    await press('Escape', 'Enter')
    tell('payment_attempt', anAttempt({ id: 1, status: 'cancelled' }))
    await settled()
    expect(text()).toContain('Väntar på att kunden skannar')
  })
})

test('the order is read every five seconds, also while news arrive', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  await open()
  await press('2', 'a', 's')
  const before = sent('GET /orders/:id').length
  await vi.advanceTimersByTimeAsync(15_500)
  expect(sent('GET /orders/:id').length - before).toBe(3)
  await news({ status: 'declined' })
  const after = sent('GET /orders/:id').length
  await vi.advanceTimersByTimeAsync(15_500)
  expect(sent('GET /orders/:id').length).toBe(after)
})

describe('a request to the customer’s phone', () => {
  beforeEach(async () => {
    await open()
    await press('2', 'a', 's')
  })

  /** Types into the field, which has the focus from the first digit on. */
  async function type(number: string): Promise<void> {
    await press(number[0] ?? '')
    const field = screen.get('input[type=tel]')
    expect(document.activeElement).toBe(field.element)
    expect((field.element as HTMLInputElement).value).toBe(number[0])
    await field.setValue(number)
  }

  test('digits go to the field, the number is shown back, and Enter cancels the QR before it sends', async () => {
    await type('070-174 06 05')
    expect(text()).toContain('Enter skickar till 070-174 06 05')
    await press('Enter')
    const order = seen.map(kindOf)
    expect(order.indexOf('DELETE /payment-attempts/:id')).toBeLessThan(
      order.lastIndexOf('POST /orders/:id/swish-payments'),
    )
    expect(sent('POST /orders/:id/swish-payments').at(-1)?.body).toEqual({ payer: '+46701740605' })
    expect(text()).toContain('Väntar på kunden (070-174 06 05)')
    expect(text()).toContain('Be kunden öppna Swish')
    expect(screen.find('img').exists()).toBe(false)
  })

  test.each(['+46 70 174 06 05', '0046701740605', '0701740605', '070/174 06 05'])(
    '%s is the same number',
    async (number) => {
      await type(number)
      expect(text()).toContain('070-174 06 05')
    },
  )

  test('a wrong number is told, and nothing is sent', async () => {
    await type('07017')
    await press('Enter')
    expect(text()).toContain('Numret ser inte rätt ut')
    expect(sent('DELETE /payment-attempts/:id')).toEqual([])
    expect(sent('POST /orders/:id/swish-payments')).toHaveLength(1)
  })

  test('Escape in the field gives up the number, not the payment', async () => {
    await type('0701')
    await press('Escape')
    expect(sent('DELETE /payment-attempts/:id')).toEqual([])
    expect((screen.get('input[type=tel]').element as HTMLInputElement).value).toBe('')
    await press('Escape')
    expect(sent('DELETE /payment-attempts/:id')).toHaveLength(1)
  })

  test('a customer who has scanned meanwhile has paid: no request goes to the phone', async () => {
    answers.set('DELETE /payment-attempts/:id', () => ({ status: 200, body: become({ status: 'paid' }) }))
    await type('0701740605')
    await press('Enter')
    expect(text()).toContain('ABCDEF')
    expect(sent('POST /orders/:id/swish-payments')).toHaveLength(1)
  })

  test('paid in the middle of a number: the next digits do not begin another sale', async () => {
    await type('0701')
    await news({ status: 'paid' })
    await press('7', 'Enter')
    expect(text()).toContain('ABCDEF')
  })

  test('Q shows the QR instead, and a decline can be tried again with the same number', async () => {
    await type('0701740605')
    await press('Enter')
    await news({ status: 'declined' })
    expect(text()).toContain('Kunden sa nej i Swish')
    await press('Enter')
    expect(sent('POST /orders/:id/swish-payments').at(-1)?.body).toEqual({ payer: '+46701740605' })
    await press('q')
    expect(sent('POST /orders/:id/swish-payments').at(-1)?.body).toEqual({})
    expect(screen.find('img').exists()).toBe(true)
  })
})

describe('outcomes', () => {
  beforeEach(async () => {
    await open()
    await press('2', 'a', 's')
  })

  test.each([
    ['declined', null, 'Kunden sa nej i Swish'],
    ['error', 'TM01', 'Kunden hann inte godkänna i tid.'],
    ['error', 'RF07', 'Kundens bank sa nej.'],
    ['error', 'BANKIDCL', 'Kunden avbröt i BankID.'],
    ['error', 'XX99', 'Swish svarade med felkod XX99.'],
  ] as const)('%s %s is told in words, with what to do', async (status, errorCode, words) => {
    await news({ status, errorCode })
    expect(text()).toContain(words)
    expect(text()).toContain('annat sätt')
  })

  test('an unknown code comes with Swish’s own text', async () => {
    await news({ status: 'error', errorCode: 'XX99', errorText: 'Something new' })
    expect(text()).toContain('Something new')
  })

  test('no contact with Swish: the money may be gone, and the till goes on asking', async () => {
    await news({ status: 'unknown' })
    expect(text()).toContain('Ingen kontakt med Swish. Pengarna kan ha dragits.')
    await press('Enter')
    expect(sent('POST /orders/:id/swish-payments')).toHaveLength(1)
  })

  test('Swish out of reach while the customer pays is told at once', async () => {
    tell('swish', aSwishStatus({ state: 'unreachable', problem: 'no_connection' }))
    await settled()
    expect(text()).toContain('Ingen kontakt med Swish. Pengarna kan ha dragits.')
    expect(screen.find('img').exists()).toBe(true)
    tell('swish', aSwishStatus())
    await settled()
    expect(text()).toContain('Väntar på att kunden skannar')
  })

  test('a silent bank: the seats are held, and L leaves it for somebody to settle', async () => {
    await news({ status: 'unknown', errorCode: 'DS24', attention: 'bank_silent' })
    expect(text()).toContain('Vi vet inte ännu. Platserna hålls.')
    expect(text()).toContain('Be kunden titta i sin bank.')
    await press('l')
    expect(text()).toContain('Korgen är tom')
    expect(text()).toContain('väntar på besked om Swish-betalningen')
    expect(sent('DELETE /orders/:id')).toEqual([])
    await news({ status: 'paid', attention: null })
    expect(text()).toContain('är betald')
    await press('a')
    expect(text()).toContain('199,99 kr')
  })

  test('money that came too late is not called paid', async () => {
    const due = { id: 1, orderId: 17, amountOre: 39_998, reason: 'seats_sold' as const, openedAt: order.createdAt }
    attempt = { ...anAttempt(), status: 'paid' }
    order = {
      ...{ ...order, status: 'expired', paymentAttempt: attempt },
      refundsDue: [{ ...due, resolution: null, resolvedAt: null, resolvedBy: null }],
    }
    tell('payment_attempt', attempt)
    await settled()
    expect(text()).toContain('Pengarna kom efter att platserna hade sålts till andra.')
  })
})

describe('a start that fails', () => {
  beforeEach(() => open())

  test('a refusal by Swish is told by its code', async () => {
    answers.set('POST /orders/:id/swish-payments', () =>
      problem(502, 'swish_refused', { errorCode: 'RP06', errorText: 'Another active' }),
    )
    await press('2', 'a', 's')
    expect(text()).toContain('Swish tog inte emot betalningen')
    expect(text()).toContain('Kunden har redan en annan Swish-betalning')
    expect(text()).toContain('Felkod RP06')
  })

  test('an unreachable Swish keeps the till from another try until it is known', async () => {
    answers.set('POST /orders/:id/swish-payments', () => {
      become({ status: 'unknown', token: null })
      return problem(502, 'swish_unreachable')
    })
    await press('2', 'a', 's')
    expect(text()).toContain('Ingen kontakt med Swish')
    expect(text()).not.toContain('Försök igen')
  })

  test('a Swish that was never reached has sent nothing, and another tender is free', async () => {
    answers.set('POST /orders/:id/swish-payments', () => {
      become({ status: 'error', errorCode: 'NOT_SENT', errorText: 'connect ECONNREFUSED', token: null })
      return problem(502, 'swish_unreachable')
    })
    await press('2', 'a', 's')
    expect(text()).toContain('Ingen kontakt med Swish. Inget har skickats')
    expect(text()).not.toContain('NOT_SENT')
    expect(text()).toContain('Nu svarar Swish igen.')
    tell('swish', aSwishStatus({ state: 'unreachable' }))
    await settled()
    expect(text()).not.toContain('Nu svarar Swish igen.')
    await press('Escape', 'k')
    expect(text()).toContain('Mottaget')
  })

  test('a lost answer is asked for again with the same key', async () => {
    answers.set('POST /orders/:id/swish-payments', () => 'lost')
    await press('2', 'a', 's')
    expect(text()).toContain('Betalningen kunde inte startas')
    answers.clear()
    await press('Enter')
    const keys = sent('POST /orders/:id/swish-payments').map(({ headers }) => headers.get('idempotency-key'))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })
})

describe('before the customer is asked', () => {
  test('an unreachable Swish is said on its tile, and takes a second press', async () => {
    await open({ state: 'unreachable', problem: 'no_connection' })
    await press('2', 'a', 's')
    expect(text()).toContain('Swish går inte att nå. Kontant fungerar.')
    expect(sent('POST /orders/:id/swish-payments')).toEqual([])
    await press('s')
    expect(text()).toContain('Tryck S en gång till')
    await press('s')
    expect(sent('POST /orders/:id/swish-payments')).toHaveLength(1)
  })

  test('a Swish that comes back is told at once', async () => {
    await open({ state: 'unreachable' })
    await press('2', 'a', 'Enter')
    tell('swish', aSwishStatus())
    await settled()
    expect(text()).not.toContain('går inte att nå')
    await press('s')
    expect(text()).toContain('Väntar på att kunden skannar')
  })

  test.each(['off', 'not_set_up'] as const)('%s: the tile sends to Settings and takes no press', async (state) => {
    await open({ state, environment: null })
    await press('2', 'a', 's', 's', 's')
    expect(text()).toContain('Ställ in Swish i Inställningar.')
    expect(sent('POST /orders/:id/swish-payments')).toEqual([])
    await press('k')
    expect(text()).toContain('Mottaget')
  })

  test('with a payment under way the tickets stay as they are', async () => {
    await open()
    await press('2', 'a', 'Enter', 'Escape')
    answers.set('PUT /orders/:id', () => problem(409, 'payment_in_progress'))
    await press('a')
    expect(text()).toContain('En Swish-betalning pågår för ordern.')
    expect(text()).toContain('399,98 kr')
    expect(sent('DELETE /orders/:id')).toEqual([])
  })

  test.each(['simulator', 'mss'] as const)('%s is marked as practice wherever it stands', async (environment) => {
    await open({ environment })
    await press('2', 'a', 'Enter')
    expect(text()).toContain('ÖVNING – inga riktiga pengar')
    await press('s')
    expect(text()).toContain('ÖVNING – inga riktiga pengar')
  })

  test('the real Swish bears no such mark', async () => {
    await open()
    await press('2', 'a', 's')
    expect(text()).not.toContain('ÖVNING')
  })
})
