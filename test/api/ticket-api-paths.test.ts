import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJsonString } from '../support/expect-answer'
import { headerValues, type HttpAnswer, type HttpRequest } from '../support/http-client'

let office: BoxOffice
beforeAll(async () => {
  office = await openBoxOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

const spellings = (name: string) => {
  const dashed = name.replaceAll('_', '-')
  return [`/${name}/`, `/${name}`, `/${dashed}/`, `/${dashed}`].flatMap((path) => [path, `${path}?format=json`])
}

/** Each documented endpoint with a request that needs no set-up, and the answer that shows that it was understood. */
const endpoints = [
  {
    name: 'reserve_ticket',
    method: 'POST',
    request: { json: { chapter_event: '987654321', tickets: [{ ticket_type: '1', count: 1 }] } },
    answer: { status: 404, body: '"EventDoesNotExist"' },
  },
  {
    name: 'start_payment',
    method: 'POST',
    request: { json: { email_address: 'kund@exempel.se' } },
    answer: { status: 400, body: '"InvalidSession"' },
  },
  {
    name: 'validate_ticket',
    method: 'PUT',
    request: { json: { external_id: 'ZZZZZZ' } },
    answer: { status: 200, body: '{"times_used":-1,"status":"Ticket does not exist"}' },
  },
  {
    name: 'session_payment_status',
    method: 'GET',
    request: {},
    answer: { status: 400, body: '"No ticket attached to session"' },
  },
  {
    name: 'get_chapterevents',
    method: 'GET',
    request: {},
    answer: { status: 200, body: expect.stringMatching(/^\{"chapter_events":\[/) as string },
  },
] satisfies { name: string; method: string; request: HttpRequest; answer: { status: number; body: string } }[]

const statusAndBody = (answer: HttpAnswer) => ({ status: answer.status, body: answer.text })
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

describe.each(endpoints)('$name', ({ name, method, request, answer: expected }) => {
  test.each(spellings(name))('answers at %s without a redirect', async (path) => {
    const answer = await office.connections.send(method, path, request)
    expect(statusAndBody(answer)).toEqual(expected)
  })

  test.each(spellings(name))('refuses other methods at %s with 405 and Allow', async (path) => {
    for (const wrong of methods.filter((candidate) => candidate !== method)) {
      const answer = await office.connections.send(wrong, path, wrong === 'GET' ? {} : request)
      expectJsonString(answer, 405, 'MethodNotAllowed')
      const allowed = (answer.headers.allow ?? '').split(/, ?/)
      expect(allowed).toContain(method)
      expect(allowed).not.toContain(wrong)
    }
  })
})

test('an unsupported method at a QR path answers 405 and Allow', async () => {
  const answer = await office.connections.send('POST', '/generate_qr/0123456789abcdef0123456789abcdef', { json: {} })
  expectJsonString(answer, 405, 'MethodNotAllowed')
  expect(answer.headers.allow).toContain('GET')
})

describe('an unknown path answers 404', () => {
  const unknownPaths = [
    '/no_such_path/',
    '/Reserve_Ticket/',
    '/RESERVE_TICKET/',
    '/reserve_ticket//',
    '//reserve_ticket/',
    '/reserve_ticket/extra',
    '/reserve_ticket/;x',
    '/reserve%2Fticket/',
    '/reserve_ticket%2F',
    '/reserve_ticket..;/',
    '/reserve-ticket_/',
    '/reserve_ticket%00/',
  ]
  test.each(unknownPaths)('POST %s', async (path) => {
    expectJsonString(await office.connections.send('POST', path, { json: {} }), 404, 'NotFound')
  })
  test.each([
    '/get_chapter_events/',
    '/GET_CHAPTEREVENTS/',
    '/get_chapterevents/../x',
    '/generate_qr/',
    '/generate_qr',
  ])('GET %s', async (path) => {
    expectJsonString(await office.connections.send('GET', path), 404, 'NotFound')
  })
})

describe('the security and cache headers stand on every answer', () => {
  const answers: [string, string, string, HttpRequest, number][] = [
    ['200', 'GET', '/get_chapterevents/', {}, 200],
    ['200 of a validation', 'PUT', '/validate_ticket/', { json: { external_id: 'ZZZZZZ' } }, 200],
    ['201', 'POST', '/reserve_ticket/', {}, 201],
    ['400 of the contract', 'POST', '/reserve_ticket/', { json: { tickets: [] } }, 400],
    ['400 without a session', 'GET', '/session_payment_status/', {}, 400],
    ['400 unparsable', 'POST', '/reserve_ticket/', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
    [
      '400 of a foreign content type',
      'PUT',
      '/validate_ticket/',
      { body: 'x', headers: { 'content-type': 'text/plain' } },
      400,
    ],
    ['400 of a body too large', 'POST', '/start_payment/', { json: { email_address: 'a'.repeat(33_000) } }, 400],
    [
      '401',
      'PUT',
      '/validate_ticket/',
      { json: { external_id: 'ZZZZZZ' }, headers: { forwarded: 'for=192.0.2.60' } },
      401,
    ],
    [
      '403',
      'POST',
      '/start_payment/',
      { json: { email_address: 'a@exempel.se' }, headers: { cookie: 'sessionid=unknown' } },
      403,
    ],
    ['403 of a foreign page', 'POST', '/reserve_ticket/', { json: {}, headers: { origin: 'http://evil.test' } }, 403],
    [
      '404 of the contract',
      'POST',
      '/reserve_ticket/',
      { json: { chapter_event: 0, tickets: [{ ticket_type: 1, count: 1 }] } },
      404,
    ],
    ['404 of a QR code', 'GET', '/generate_qr/0123456789abcdef0123456789abcdef', {}, 404],
    ['404 of a path', 'GET', '/no_such_path/', {}, 404],
    ['405', 'DELETE', '/validate_ticket/', {}, 405],
    ['421', 'GET', '/get_chapterevents/', { headers: { host: 'evil.test' } }, 421],
    ['421 of an unknown path', 'GET', '/no_such_path/', { headers: { host: 'evil.test' } }, 421],
  ]

  test.each(answers)('%s', async (name, method, path, request, status) => {
    const visitor = office.newVisitor()
    const answer = name === '201' ? await reserveOne() : await visitor.send(method, path, request)
    expect(answer.status).toBe(status)
    expect({
      frame: headerValues(answer, 'x-frame-options'),
      sniff: headerValues(answer, 'x-content-type-options'),
      referrer: headerValues(answer, 'referrer-policy'),
      opener: headerValues(answer, 'cross-origin-opener-policy'),
      vary: headerValues(answer, 'vary'),
    }).toEqual({
      frame: ['DENY'],
      sniff: ['nosniff'],
      referrer: ['same-origin'],
      opener: ['same-origin'],
      vary: ['Accept, Cookie'],
    })
    const isKnownPath = !path.includes('no_such_path')
    if (isKnownPath) expect((answer.headers.allow ?? '').split(/, ?/)).toContain(status === 405 ? 'PUT' : method)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  async function reserveOne() {
    const visitor = office.newVisitor()
    const [event] = (await visitor.chapterEvents()).chapter_events
    return visitor.reserve(event?.id, [{ ticket_type: event?.ticket_types[0], count: 1 }])
  }
})

describe('a page of another origin cannot write', () => {
  const writes = endpoints.filter(({ method }) => method !== 'GET')
  const contentTypes = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
  const foreignOrigins = ['http://evil.test', 'https://evil.test:8460', 'null', 'http://127.0.0.1:1', 'file://']

  describe.each(writes)('$method $name', ({ name, method, request }) => {
    test.each(foreignOrigins)('from %s', async (origin) => {
      for (const contentType of contentTypes) {
        const headers = { origin, 'content-type': contentType }
        const answer = await office.connections.send(method, `/${name}/`, { headers, body: JSON.stringify(request) })
        expectJsonString(answer, 403, 'OriginNotAllowed')
      }
    })

    test('but our own pages can', async () => {
      const answer = await office.connections.send(method, `/${name}/`, {
        ...request,
        headers: { origin: office.server.url },
      })
      expect(answer.text).not.toBe('"OriginNotAllowed"')
    })
  })
})
