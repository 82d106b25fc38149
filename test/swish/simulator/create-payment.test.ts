import { describe, expect, test } from 'vitest'
import {
  codesIn,
  leastPayment,
  newInstructionId,
  openBench,
  payeeAlias,
  payerAlias,
  type Fields,
} from './simulator-bench'

test('a payment by token is answered with 201, its v1 address and a token, and without a body', async () => {
  const { pay } = openBench()
  const id = newInstructionId()
  expect(await pay({}, id)).toEqual({
    status: 201,
    headers: {
      location: `https://simulator.test/swish-cpcapi/api/v1/paymentrequests/${id}`,
      paymentrequesttoken: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      'content-length': '0',
    },
    body: '',
  })
})

test('a payment by number has no token', async () => {
  const { pay } = openBench()
  const answer = await pay({ payerAlias })
  expect(answer.status).toBe(201)
  expect(answer.headers).not.toHaveProperty('paymentrequesttoken')
})

test('tokens and references differ from payment to payment', async () => {
  const { pay, payment } = openBench()
  const ids = Array.from({ length: 100 }, newInstructionId)
  const answers = await Promise.all(ids.map((id) => pay({}, id)))
  const references = await Promise.all(ids.map(async (id) => (await payment(id))['paymentReference']))
  expect(new Set(answers.map(({ headers }) => headers['paymentrequesttoken'])).size).toBe(100)
  expect(new Set(references).size).toBe(100)
})

describe.each<[string, [string, unknown, string | null][]]>([
  [
    'payeeAlias',
    [
      ['of ten digits from 123', '1234679304', null],
      ['missing', undefined, 'RP01'],
      ['null', null, 'RP01'],
      ['empty', '', 'RP01'],
    ],
  ],
  [
    'payerAlias',
    [
      ['of eight digits', '46712345', null],
      ['of fifteen digits', '467123456789012', null],
      ['null', null, null],
      ['of seven digits', '4671234', 'BE18'],
      ['of sixteen digits', '4671234567890123', 'BE18'],
      ['with a plus', '+46712345678', 'BE18'],
      ['with a leading nought', '0712345678', 'BE18'],
      ['with spaces', '46 71 234 56 78', 'BE18'],
      ['empty', '', 'BE18'],
      ['a number', 46712345678, 'BE18'],
    ],
  ],
  [
    'payerSSN',
    [
      ['of twelve digits', '197001011234', null],
      ['null', null, null],
      ['no number at all', 'abc', 'VR02'],
    ],
  ],
  [
    'ageLimit',
    [
      ['lowest', 1, null],
      ['highest, as text', '99', null],
      ['null', null, null],
      ['nought', 0, 'VR01'],
      ['a hundred', '100', 'VR01'],
      ['words', 'adult', 'VR01'],
    ],
  ],
  [
    'amount',
    [
      ['lowest', '0.01', null],
      ['highest', '999999999999.99', null],
      ['whole', '150', null],
      ['a number', 150, null],
      ['a number with decimals', 99.95, null],
      ['a number with one decimal', 0.5, null],
      ['missing', undefined, 'PA02'],
      ['null', null, 'PA02'],
      ['empty', '', 'PA02'],
      ['with a comma', '150,00', 'PA02'],
      ['with three decimals', '150.001', 'PA02'],
      ['with one decimal', '150.5', 'PA02'],
      ['with a point only', '150.', 'PA02'],
      ['with a space', '1 500', 'PA02'],
      ['a number with three decimals', 0.001, 'PA02'],
      ['below nought', '-1', 'PA02'],
      ['words', 'abc', 'PA02'],
      ['a list', ['150'], 'PA02'],
      ['nought', '0', 'AM06'],
      ['nought with decimals', '0.00', 'AM06'],
      ['the number nought', 0, 'AM06'],
      ['one öre too high', '1000000000000.00', 'AM02'],
      ['far too high', '9'.repeat(30), 'AM02'],
      ['a number too high', 1e12, 'AM02'],
    ],
  ],
  [
    'currency',
    [
      ['SEK', 'SEK', null],
      ['missing', undefined, 'AM03'],
      ['another', 'EUR', 'AM03'],
      ['in small letters', 'sek', 'AM03'],
    ],
  ],
  [
    'callbackUrl',
    [
      ['with https', 'https://tickets.invalid/swish?a=b', null],
      ['missing', undefined, 'RP03'],
      ['null', null, 'RP03'],
      ['with http', 'http://tickets.example/swish', 'RP03'],
      ['with http on this machine', 'http://127.0.0.1:8460/swish', 'RP03'],
      ['without a scheme', 'tickets.example/swish', 'RP03'],
      ['without a host', 'https://', 'RP03'],
    ],
  ],
  [
    'callbackIdentifier',
    [
      ['of 32 hexadecimal digits', '5B0D7E2FA1C64E3B9D8872C3E4F50611', null],
      ['a UUID', '5b0d7e2f-a1c6-4e3b-9d88-72c3e4f50611', null],
      ['null', null, null],
      ['of 31', '5'.repeat(31), 'PA01'],
      ['of 37', '5'.repeat(37), 'PA01'],
      ['with an odd sign', `${'5'.repeat(31)}_`, 'PA01'],
    ],
  ],
  [
    'payeePaymentReference',
    [
      ['of one', '1', null],
      ['of 36 of all kinds', `aZ9-_.+*/${'1'.repeat(27)}`, null],
      ['null', null, null],
      ['of 37', '1'.repeat(37), 'FF08'],
      ['empty', '', 'FF08'],
      ['with a space', 'ORDER 1', 'FF08'],
    ],
  ],
  [
    'message',
    [
      ['empty', '', null],
      ['null', null, null],
      ['of 50', 'ö'.repeat(50), null],
      ['of every sign', 'aZ09 åäöÅÄÖ é - :;.,?!()"', null],
      ['of 51', 'a'.repeat(51), 'RP02'],
      ['with a smiley', 'Hej 🎭', 'RP02'],
      ['of two lines', 'a\nb', 'RP02'],
      ['with angle brackets', '<b>', 'RP02'],
      ['a number', 7, 'RP02'],
    ],
  ],
])('%s', (field, cases) => {
  test.each(cases)('%s: %j', async (_case, value, code) => {
    const { pay, readPayment } = openBench()
    const id = newInstructionId()
    const answer = await pay({ [field]: value }, id)
    expect(answer.status).toBe(code === null ? 201 : 422)
    if (code !== null) {
      expect(codesIn(answer)).toEqual([code])
      expect((await readPayment(id)).status).toBe(404)
    }
  })
})

test.each(['9991181189', '123118118', '12311811890', '123118118a', 1231181189])(
  'the payee %j is no Swish number: 403 and PA01 alone',
  async (alias) => {
    const { pay } = openBench()
    const answer = await pay({ payeeAlias: alias, amount: 'x' })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toEqual([
      { errorCode: 'PA01', errorMessage: 'Parameter is not correct.', additionalInformation: '' },
    ])
  },
)

test('each broken rule has its entry', async () => {
  const { send } = openBench()
  const answer = await send({
    method: 'PUT',
    path: `/api/v2/paymentrequests/${newInstructionId()}`,
    contentType: 'application/json',
    body: JSON.stringify({ payerAlias: 'x', message: '\n', payeePaymentReference: '#' }),
  })
  expect(answer.status).toBe(422)
  expect(codesIn(answer)).toEqual(['RP01', 'BE18', 'PA02', 'AM03', 'RP03', 'FF08', 'RP02'])
  const [first] = JSON.parse(answer.body) as Fields[]
  expect(Object.keys(first ?? {})).toEqual(['errorCode', 'errorMessage', 'additionalInformation'])
  expect(answer.headers['content-type']).toBe('application/json')
})

test.each(['abc', '0'.repeat(31), 'a'.repeat(32), '7C1B0E55-A2D9-4C1F-B3E1-A6D2508F9E10'])(
  'the instruction id %j is refused',
  async (id) => {
    const { pay, engine } = openBench()
    expect((await pay({}, id)).status).toBe(422)
    expect(engine.waiting()).toEqual([])
  },
)

test('an instruction id is used once, whatever became of it', async () => {
  const { pay, payment, clock } = openBench()
  const id = newInstructionId()
  const answers = await Promise.all([pay({}, id), pay({ amount: '1.00' }, id)])
  expect(answers.map(({ status }) => status)).toEqual([201, 422])
  await clock.pass(4_000)
  const again = await pay({}, id)
  expect(codesIn(again)).toEqual(['RP09'])
  expect((await payment(id))['amount']).toBe(150)
})

test('a refused create leaves the id free', async () => {
  const { pay } = openBench()
  const id = newInstructionId()
  expect((await pay({ message: 'ACMT07' }, id)).status).toBe(422)
  expect((await pay({}, id)).status).toBe(201)
})

test('a payer has one open payment at a time; those who pay by token have many', async () => {
  const { pay, cancel, clock } = openBench()
  const first = newInstructionId()
  await pay({ payerAlias }, first)
  expect(codesIn(await pay({ payerAlias }))).toEqual(['RP06'])
  expect((await pay({ payerAlias: '46700000000' })).status).toBe(201)
  expect((await pay()).status).toBe(201)
  expect((await pay()).status).toBe(201)
  await cancel(first)
  expect((await pay({ payerAlias })).status).toBe(201)
  await clock.pass(3_999)
  expect(codesIn(await pay({ payerAlias }))).toEqual(['RP06'])
  await clock.pass(1)
  expect((await pay({ payerAlias })).status).toBe(201)
})

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json'])(
  'the content type %s is refused without a word',
  async (contentType) => {
    const { send } = openBench()
    const answer = await send({
      method: 'PUT',
      path: `/api/v2/paymentrequests/${newInstructionId()}`,
      ...(contentType !== undefined && { contentType }),
      body: JSON.stringify(leastPayment),
    })
    expect(answer).toEqual({ status: 415, headers: { 'content-length': '0' }, body: '' })
  },
)

test('a content type may have parameters', async () => {
  const { send } = openBench()
  const answer = await send({
    method: 'PUT',
    path: `/api/v2/paymentrequests/${newInstructionId()}`,
    contentType: 'application/JSON; charset=utf-8',
    body: JSON.stringify(leastPayment),
  })
  expect(answer.status).toBe(201)
})

test.each(['', '{', 'null', '[]', '"text"'])('the body %j cannot be read: 400', async (body) => {
  const { send } = openBench()
  const path = `/api/v2/paymentrequests/${newInstructionId()}`
  expect((await send({ method: 'PUT', path, contentType: 'application/json', body })).status).toBe(400)
})

describe('the creates of old, by POST to v1', () => {
  const post = (kind: string) => ({
    method: 'POST' as const,
    path: `/api/v1/${kind}`,
    contentType: 'application/json',
    body: JSON.stringify({ ...leastPayment, payerAlias: payeeAlias, originalPaymentReference: 'A'.repeat(32) }),
  })

  test.each(['paymentrequests', 'refunds'])('%s: not there unless asked for', async (kind) => {
    const { send } = openBench()
    expect((await send(post(kind))).status).toBe(404)
  })

  test.each(['paymentrequests', 'refunds'])('%s: Swish chooses the id and tells it in Location', async (kind) => {
    const { send } = openBench({ options: { v1Create: true } })
    const answer = await send(post(kind))
    expect(answer.status).toBe(201)
    const { pathname } = new URL(answer.headers['location'] ?? '')
    expect(pathname).toMatch(new RegExp(`^/swish-cpcapi/api/v1/${kind}/[0-9A-F]{32}$`))
    expect((await send({ method: 'GET', path: pathname.replace('/swish-cpcapi', '') })).status).toBe(200)
  })
})

describe('settings', () => {
  test('the lowest amount', async () => {
    const { pay } = openBench({ options: { lowestAmountOre: 100 } })
    expect(codesIn(await pay({ amount: '0.99' }))).toEqual(['AM06'])
    expect((await pay({ amount: '1.00' })).status).toBe(201)
  })

  test('a payer may have many open payments', async () => {
    const { pay } = openBench({ options: { onePaymentPerPayer: false } })
    await pay({ payerAlias })
    expect((await pay({ payerAlias })).status).toBe(201)
  })

  test.each([
    ['a hyphen', 'Order-1'],
    ['an accent', 'Café'],
  ])('strict messages: %s is refused', async (_case, message) => {
    const { pay } = openBench({ options: { strictMessage: true } })
    expect(codesIn(await pay({ message }))).toEqual(['RP02'])
    expect((await pay({ message: 'Åre "Ö" :;.,?!()' })).status).toBe(201)
  })

  test('callbacks to this machine, and to no other without TLS', async () => {
    const { pay } = openBench({ options: { loopbackCallbacks: true } })
    for (const callbackUrl of ['http://127.0.0.1:1/a', 'http://localhost/a', 'http://[::1]/', 'https://localhost/']) {
      expect((await pay({ callbackUrl })).status, callbackUrl).toBe(201)
    }
    expect(codesIn(await pay({ callbackUrl: 'http://tickets.example/' }))).toEqual(['RP03'])
  })
})

describe('certificates', () => {
  const request = {
    method: 'PUT' as const,
    contentType: 'application/json',
    body: JSON.stringify(leastPayment),
  }
  const path = () => `/api/v2/paymentrequests/${newInstructionId()}`

  test('one of another number may create and read', async () => {
    const { send } = openBench()
    const at = path()
    expect((await send({ ...request, path: at }, '1239999999')).status).toBe(201)
    const read = { method: 'GET', path: at.replace('v2', 'v1') } as const
    expect((await send(read, '1230000000')).status).toBe(200)
  })

  test('one that names no Swish number is 401, without a body', async () => {
    const { send } = openBench()
    expect(await send({ ...request, path: path() }, 'localhost')).toEqual({
      status: 401,
      headers: { 'content-length': '0' },
      body: '',
    })
  })

  test('strict: a create in another name is 403', async () => {
    const { send } = openBench({ options: { strictAlias: true } })
    const answer = await send({ ...request, path: path() }, '1239999999')
    expect([answer.status, ...codesIn(answer)]).toEqual([403, 'PA01'])
    expect((await send({ ...request, path: path() }, payeeAlias)).status).toBe(201)
  })
})

test.each([
  ['GET', '/', 404],
  ['GET', '/api/v1/payments', 404],
  ['GET', '/api/v1/paymentrequests', 404],
  ['GET', `/api/v2/paymentrequests/${'0'.repeat(32)}`, 405],
  ['PUT', `/api/v1/paymentrequests/${'0'.repeat(32)}`, 405],
  ['PATCH', `/api/v1/refunds/${'0'.repeat(32)}`, 405],
] as const)('%s %s is %d', async (method, path, status) => {
  const { send } = openBench()
  const contentType = 'application/json'
  expect((await send({ method, path, contentType, body: '{}' })).status).toBe(status)
})
