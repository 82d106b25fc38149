import { describe, expect, test } from 'vitest'
import type { PaymentProvider, PaymentRequest, RefundRequest } from '#main/swish/payment-provider'
import { createSwishSimulator } from '#main/swish/simulator'

const payeeAlias = '1231181189'
const payerAlias = '46712345678'
const startMs = Date.parse('2026-11-23T18:00:00.000Z')
const hourMs = 60 * 60_000

let idsMade = 0
function newId(): string {
  idsMade += 1
  return idsMade.toString(16).toUpperCase().padStart(32, '0')
}

function aPayment(changes: Partial<PaymentRequest> = {}): PaymentRequest {
  return { instructionId: newId(), amountOre: 19_999, message: 'Order 1', payeeReference: 'ORDER-1', ...changes }
}

function aRefund(changes: Partial<RefundRequest> = {}): RefundRequest {
  return {
    instructionId: newId(),
    originalPaymentReference: 'F'.repeat(32),
    amountOre: 19_999,
    message: 'Order 1',
    payerReference: 'REFUND-1',
    ...changes,
  }
}

function openSimulator(changes: { payAfterMs?: number; payeeAlias?: string } = {}) {
  let nowMs = startMs
  const swish = createSwishSimulator({ now: () => new Date(nowMs).toISOString(), payeeAlias, ...changes })
  return {
    swish,
    wait: (ms: number) => {
      nowMs += ms
    },
  }
}

async function foundPayment(swish: PaymentProvider, id: string) {
  const outcome = await swish.read(id)
  if (outcome.kind !== 'found') throw new Error(`Expected a payment, got ${outcome.kind}`)
  return outcome.payment
}

async function foundRefund(swish: PaymentProvider, id: string) {
  const outcome = await swish.readRefund(id)
  if (outcome.kind !== 'found') throw new Error(`Expected a refund, got ${outcome.kind}`)
  return outcome.refund
}

const codesOf = (outcome: { kind: string; errors?: { code: string }[] }) => outcome.errors?.map(({ code }) => code)

describe('payments', () => {
  test('a payment is created with a token, and paid after four seconds', async () => {
    const { swish, wait } = openSimulator()
    const request = aPayment()
    const outcome = await swish.create(request)
    expect(outcome).toEqual({ kind: 'created', token: expect.stringMatching(/^[0-9a-f]{32}$/) as string })

    wait(3_999)
    expect(await foundPayment(swish, request.instructionId)).toEqual({
      instructionId: request.instructionId,
      status: 'CREATED',
      paymentReference: expect.stringMatching(/^[0-9A-F]{32}$/) as string,
      amountOre: 19_999,
      payeeAlias,
      currency: 'SEK',
      errorCode: null,
      errorText: null,
      payerAlias: null,
      paidAt: null,
    })
    wait(1)
    expect(await foundPayment(swish, request.instructionId)).toMatchObject({
      status: 'PAID',
      payerAlias: '46464646464',
      paidAt: '2026-11-23T18:00:04.000Z',
    })
  })

  test('a payment by number has no token and keeps its payer', async () => {
    const { swish } = openSimulator()
    const request = aPayment({ payerAlias })
    expect(await swish.create(request)).toEqual({ kind: 'created', token: null })
    expect((await foundPayment(swish, request.instructionId)).payerAlias).toBe(payerAlias)
  })

  test('tokens and references differ from payment to payment', async () => {
    const { swish } = openSimulator()
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => swish.create(aPayment())))
    expect(new Set(outcomes.map((outcome) => (outcome.kind === 'created' ? outcome.token : null))).size).toBe(200)
  })

  test('the time until it is paid is a setting', async () => {
    const { swish, wait } = openSimulator({ payAfterMs: 50 })
    const request = aPayment()
    await swish.create(request)
    wait(50)
    expect((await foundPayment(swish, request.instructionId)).status).toBe('PAID')
  })

  test('what is paid stays paid when the clock goes back', async () => {
    const { swish, wait } = openSimulator()
    const request = aPayment()
    await swish.create(request)
    wait(4_000)
    await swish.read(request.instructionId)
    wait(-hourMs)
    expect((await foundPayment(swish, request.instructionId)).status).toBe('PAID')
  })

  test('an id is used once, even when the two creates come together', async () => {
    const { swish } = openSimulator()
    const request = aPayment()
    const outcomes = await Promise.all([swish.create(request), swish.create({ ...request, amountOre: 1 })])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['created', 'refused'])
    expect(codesOf(outcomes[1])).toEqual(['RP09'])
    expect((await foundPayment(swish, request.instructionId)).amountOre).toBe(19_999)
  })

  test('a refused create leaves the id free', async () => {
    const { swish } = openSimulator()
    const request = aPayment({ message: 'ACMT07' })
    expect(codesOf(await swish.create(request))).toEqual(['ACMT07'])
    expect(await swish.read(request.instructionId)).toEqual({ kind: 'not_found' })
    expect((await swish.create({ ...request, message: 'Order 1' })).kind).toBe('created')
  })

  test.each<[string, Partial<PaymentRequest>, string[]]>([
    ['a payer with a plus', { payerAlias: '+46712345678' }, ['BE18']],
    ['a payer with a leading zero', { payerAlias: '0712345678' }, ['BE18']],
    ['a payer of seven digits', { payerAlias: '4671234' }, ['BE18']],
    ['a fraction of an öre', { amountOre: 0.5 }, ['PA02']],
    ['an amount that is none', { amountOre: Number.NaN }, ['PA02']],
    ['nothing to pay', { amountOre: 0 }, ['AM06']],
    ['a negative amount', { amountOre: -100 }, ['AM06']],
    ['too much', { amountOre: 100_000_000_000_000 }, ['AM02']],
    ['an empty reference', { payeeReference: '' }, ['FF08']],
    ['a reference of 37', { payeeReference: '1'.repeat(37) }, ['FF08']],
    ['a reference with a space', { payeeReference: 'ORDER 1' }, ['FF08']],
    ['a message of 51', { message: 'a'.repeat(51) }, ['RP02']],
    ['a message with an emoji', { message: 'Hej 🎭' }, ['RP02']],
    ['several at once', { amountOre: 0, message: '\n', payerAlias: 'x' }, ['BE18', 'AM06', 'RP02']],
  ])('%s is refused', async (_case, changes, codes) => {
    const { swish } = openSimulator()
    expect(codesOf(await swish.create(aPayment(changes)))).toEqual(codes)
  })

  test.each<[string, Partial<PaymentRequest>]>([
    ['one öre', { amountOre: 1 }],
    ['the highest amount', { amountOre: 99_999_999_999_999 }],
    ['the widest reference', { payeeReference: `a-_.+*/${'1'.repeat(29)}` }],
    ['an empty message', { message: '' }],
    ['a message of 50 with å, é and a hyphen', { message: `å é - ${'ö'.repeat(44)}` }],
  ])('%s is accepted', async (_case, changes) => {
    const { swish } = openSimulator()
    expect((await swish.create(aPayment(changes))).kind).toBe('created')
  })

  test.each(['', 'abc', '0'.repeat(31), 'a'.repeat(32), `${'0'.repeat(32)}\n`])('the id %j is our bug', async (id) => {
    const { swish } = openSimulator()
    await expect(swish.create(aPayment({ instructionId: id }))).rejects.toThrow(RangeError)
    await expect(swish.refund(aRefund({ instructionId: id }))).rejects.toThrow(RangeError)
  })

  test.each(['9991181189', '', '123'])('our own number %j is refused as not ours', async (alias) => {
    const { swish } = openSimulator({ payeeAlias: alias })
    expect(codesOf(await swish.create(aPayment()))).toEqual(['PA01'])
    expect(codesOf(await swish.refund(aRefund()))).toEqual(['PA01'])
  })

  test('a payer has one open payment at a time', async () => {
    const { swish, wait } = openSimulator()
    const first = aPayment({ payerAlias })
    await swish.create(first)
    expect(codesOf(await swish.create(aPayment({ payerAlias })))).toEqual(['RP06'])
    expect((await swish.create(aPayment({ payerAlias: '46700000000' }))).kind).toBe('created')
    await swish.cancel(first.instructionId)
    expect((await swish.create(aPayment({ payerAlias }))).kind).toBe('created')
    wait(4_000)
    expect((await swish.create(aPayment({ payerAlias }))).kind).toBe('created')
  })

  test('an unknown id is not found', async () => {
    const { swish } = openSimulator()
    expect(await swish.read(newId())).toEqual({ kind: 'not_found' })
    expect(await swish.cancel(newId())).toEqual({ kind: 'not_found' })
    expect(await swish.readRefund(newId())).toEqual({ kind: 'not_found' })
  })

  test('everything is forgotten after a day', async () => {
    const { swish, wait } = openSimulator()
    const request = aPayment()
    await swish.create(request)
    wait(24 * hourMs - 1)
    expect((await swish.read(request.instructionId)).kind).toBe('found')
    wait(1)
    expect(await swish.read(request.instructionId)).toEqual({ kind: 'not_found' })
    expect((await swish.create(request)).kind).toBe('created')
  })
})

describe('cancel', () => {
  test('a payment that waits is cancelled, and stays so', async () => {
    const { swish, wait } = openSimulator()
    const request = aPayment()
    await swish.create(request)
    expect(await swish.cancel(request.instructionId)).toMatchObject({
      kind: 'cancelled',
      payment: { status: 'CANCELLED', paidAt: null, errorCode: null },
    })
    wait(hourMs)
    expect((await foundPayment(swish, request.instructionId)).status).toBe('CANCELLED')
    expect(await swish.cancel(request.instructionId)).toEqual({ kind: 'not_cancellable' })
  })

  test('a payment that was made in the meantime is not cancelled, though nobody had read it', async () => {
    const { swish, wait } = openSimulator()
    const request = aPayment()
    await swish.create(request)
    wait(4_000)
    expect(await swish.cancel(request.instructionId)).toEqual({ kind: 'not_cancellable' })
    expect((await foundPayment(swish, request.instructionId)).status).toBe('PAID')
  })
})

const words = (text: string) => text.split(' ')
const always = words('FF08 RP03 BE18 RP01 PA02 AM06 AM03 RP02 ACMT01 ACMT07 UNKW RP09 PA01')
const tables = {
  ecommerce: {
    atOnce: [...always, ...words('AM02 ACMT03 RP06 VR01 VR02 RP04')],
    delayed: words('RF07 BANKIDCL FF10 DS24 TM01'),
    success: words('RF02 RF08 AM04 BANKIDONGOING ZZ99 ff08'),
  },
  mcommerce: {
    atOnce: [...always, ...words('AM02 ACMT03 RP04')],
    delayed: words('RF07 BANKIDCL FF10 DS24 TM01 VR01 VR02'),
    success: words('RP06 RF02 RF08 AM04 BANKIDONGOING ZZ99 ff08'),
  },
  refund: {
    atOnce: [...always, ...words('RF02 RF03 RF04 RF06 RF08 RF09 AM04')],
    delayed: words('RF07 BANKIDCL FF10 DS24'),
    success: words('AM02 ACMT03 RP06 RP04 VR01 TM01 ZZ99'),
  },
}

describe.each(['ecommerce', 'mcommerce'] as const)('errors on request, %s', (kind) => {
  const request = (message: string) => aPayment({ message, ...(kind === 'ecommerce' && { payerAlias }) })

  test.each(tables[kind].atOnce)('%s refuses the create', async (code) => {
    const { swish } = openSimulator()
    const outcome = await swish.create(request(code))
    expect(codesOf(outcome)).toEqual([code])
  })

  test.each(tables[kind].delayed)('%s ends the payment in ERROR', async (code) => {
    const { swish, wait } = openSimulator()
    const payment = request(code)
    expect((await swish.create(payment)).kind).toBe('created')
    wait(3_999)
    expect(await foundPayment(swish, payment.instructionId)).toMatchObject({ status: 'CREATED', errorCode: null })
    wait(1)
    const read = await foundPayment(swish, payment.instructionId)
    expect(read).toMatchObject({ status: 'ERROR', errorCode: code, paidAt: null })
    expect(read.errorText).not.toBe('')
    expect(read.paymentReference).not.toBeNull()
  })

  test.each(tables[kind].success)('%s means success', async (code) => {
    const { swish, wait } = openSimulator()
    const payment = request(code)
    await swish.create(payment)
    wait(4_000)
    expect((await foundPayment(swish, payment.instructionId)).status).toBe('PAID')
  })

  test('a code inside a longer message, or in the reference, does nothing', async () => {
    const { swish } = openSimulator()
    expect((await swish.create(request('Order FF08'))).kind).toBe('created')
    const { swish: other } = openSimulator()
    expect((await other.create({ ...request('Order 1'), payeeReference: 'FF08' })).kind).toBe('created')
  })
})

describe('refunds', () => {
  test('money leaves after four seconds and arrives after eight', async () => {
    const { swish, wait } = openSimulator()
    const request = aRefund()
    expect(await swish.refund(request)).toEqual({ kind: 'created' })
    const at = async (ms: number) => {
      wait(ms)
      const { status, paymentReference, paidAt } = await foundRefund(swish, request.instructionId)
      return { status, known: paymentReference !== null, paidAt }
    }
    expect(await at(3_999)).toEqual({ status: 'CREATED', known: false, paidAt: null })
    expect(await at(1)).toEqual({ status: 'DEBITED', known: false, paidAt: null })
    expect(await at(3_999)).toEqual({ status: 'DEBITED', known: false, paidAt: null })
    expect(await at(1)).toEqual({ status: 'PAID', known: true, paidAt: '2026-11-23T18:00:08.000Z' })
  })

  test('a refund first read late is paid by then', async () => {
    const { swish, wait } = openSimulator()
    const request = aRefund({ amountOre: 500 })
    await swish.refund(request)
    wait(hourMs)
    expect(await foundRefund(swish, request.instructionId)).toMatchObject({
      status: 'PAID',
      amountOre: 500,
      currency: 'SEK',
      payerAlias: payeeAlias,
      originalPaymentReference: request.originalPaymentReference,
    })
  })

  test('payments and refunds have ids of their own, and a refund id is used once', async () => {
    const { swish } = openSimulator()
    const payment = aPayment()
    await swish.create(payment)
    const refund = aRefund({ instructionId: payment.instructionId })
    expect(await swish.refund(refund)).toEqual({ kind: 'created' })
    expect(codesOf(await swish.refund(refund))).toEqual(['RP09'])
  })

  test('refunds together never exceed the payment they give back', async () => {
    const { swish, wait } = openSimulator()
    const payment = aPayment({ payerAlias })
    await swish.create(payment)
    const { paymentReference } = await foundPayment(swish, payment.instructionId)
    const back = (amountOre: number, message = 'Order 1') =>
      swish.refund(aRefund({ amountOre, message, originalPaymentReference: paymentReference ?? '' }))

    expect(codesOf(await back(1))).toEqual(['RF08']) // Not paid yet.
    wait(4_000)
    expect(codesOf(await back(20_000))).toEqual(['RF08'])
    expect((await back(10_000)).kind).toBe('created')
    expect(await back(10_000)).toMatchObject({ kind: 'refused', errors: [{ code: 'RF08', detail: '99.99' }] })
    expect((await back(9_999)).kind).toBe('created')
    expect(codesOf(await back(1))).toEqual(['RF08'])
  })

  test('a refund that failed can be made again', async () => {
    const { swish, wait } = openSimulator()
    const payment = aPayment()
    await swish.create(payment)
    wait(4_000)
    const { paymentReference } = await foundPayment(swish, payment.instructionId)
    const failing = aRefund({ message: 'RF07', originalPaymentReference: paymentReference ?? '' })
    await swish.refund(failing)
    wait(4_000)
    expect((await foundRefund(swish, failing.instructionId)).status).toBe('ERROR')
    expect((await swish.refund(aRefund({ originalPaymentReference: paymentReference ?? '' }))).kind).toBe('created')
  })

  test.each<[string, Partial<RefundRequest>, string]>([
    ['nothing', { amountOre: 0 }, 'AM06'],
    ['a fraction', { amountOre: 1.5 }, 'PA02'],
    ['a bad reference', { payerReference: 'å' }, 'FF08'],
    ['a bad message', { message: '<b>' }, 'RP02'],
  ])('%s is refused', async (_case, changes, code) => {
    const { swish } = openSimulator()
    expect(codesOf(await swish.refund(aRefund(changes)))).toEqual([code])
  })

  test.each(tables.refund.atOnce)('%s refuses the refund', async (code) => {
    const { swish } = openSimulator()
    expect(codesOf(await swish.refund(aRefund({ message: code })))).toEqual([code])
  })

  test.each(tables.refund.delayed)('%s ends the refund in ERROR', async (code) => {
    const { swish, wait } = openSimulator()
    const refund = aRefund({ message: code })
    expect(await swish.refund(refund)).toEqual({ kind: 'created' })
    wait(4_000)
    const expected = { status: 'ERROR', errorCode: code, paymentReference: null, paidAt: null }
    expect(await foundRefund(swish, refund.instructionId)).toMatchObject(expected)
    wait(hourMs)
    expect(await foundRefund(swish, refund.instructionId)).toMatchObject(expected)
  })

  test.each(tables.refund.success)('%s means success', async (code) => {
    const { swish, wait } = openSimulator()
    const refund = aRefund({ message: code })
    await swish.refund(refund)
    wait(8_000)
    expect((await foundRefund(swish, refund.instructionId)).status).toBe('PAID')
  })
})
