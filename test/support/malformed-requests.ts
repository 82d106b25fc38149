/**
 * Requests that nobody should send: the lists of bad bodies, headers, paths and times for every JSON endpoint, and the
 * special ones of each documented endpoint. All are finished requests on a socket of their own.
 */
import { gzipSync } from 'node:zlib'
import { rawRequest } from './raw-http'

export interface MalformedRequest {
  name: string
  bytes: Buffer
  /** It announces more than it sends: the server rightly waits, until its own timeout. */
  isUnfinished?: boolean
}

export interface Target {
  port: number
  /** A living session with an unpaid reservation, so that requests get as far as they can. */
  sessionCookie: string
  eventId: number
  ticketTypeId: number
  hiddenTicketTypeId: number
  foreignTicketTypeId: number
}

const writes = [
  { method: 'POST', path: '/reserve_ticket/' },
  { method: 'POST', path: '/start_payment/' },
  { method: 'PUT', path: '/validate_ticket/' },
] as const

const json = (value: unknown) => JSON.stringify(value)
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

/** Bodies that are no use to any endpoint. */
export function badBodies(): [string, string | Buffer][] {
  const truncated = '{"chapter_event":"1","tickets":[{"ticket_type":"1","count":1}]}'
  const cuts = Array.from({ length: truncated.length - 1 }, (_, at): [string, string] => [
    `cut at ${String(at)}`,
    truncated.slice(0, at),
  ])
  const numbers = [
    '1e400',
    '-0',
    '1.0',
    '9007199254740993',
    '0x10',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    '01',
    '+1',
    '.5',
  ]
  return [
    ...['null', '[]', '""', '0', 'true', ' ', '{}', '{"a":1,}', '{/* */}', '{}{}', '// x\n{}', "{'a':1}", '{a:1}'].map(
      (body): [string, string] => [body, body],
    ),
    ...cuts,
    ...numbers.map((number): [string, string] => [`number ${number.slice(0, 20)}`, number]),
    ['byte-order mark', '\ufeff{"external_id":null}'],
    ['UTF-16', utf16('{"external_id":null}')],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['NUL', '{"external_id":null,"\u0000":"\u0000"}\u0000'],
    ['lone surrogate', '{"\\ud800":"\\udfff"}'],
    ['right-to-left override', json({ '\u202e': '\u202e' })],
    ['1,000 combining marks', json({ a: `a${'\u0301'.repeat(1_000)}` })],
    ['32 KiB and one byte', json({ a: 'x'.repeat(32_769 - 8) })],
    ['1 MiB', json({ a: 'x'.repeat(1_048_576) })],
    ['16,000 levels', '['.repeat(16_000) + ']'.repeat(16_000)],
    ['80,000 levels', '['.repeat(80_000) + ']'.repeat(80_000)],
    ['6,000 levels of objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
    ['3,000 keys', `{${Array.from({ length: 3_000 }, (_, i) => `"k${String(i)}":1`).join(',')}}`],
    ['80,000 keys', `{${Array.from({ length: 80_000 }, (_, i) => `"k${String(i)}":1`).join(',')}}`],
    ['__proto__', '{"__proto__":{"external_id":"ABCDEF","email_address":"a@b.se"}}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"external_id":"ABCDEF"}}}'],
    ['toString', '{"toString":1,"valueOf":2,"hasOwnProperty":3}'],
    ['a form', 'chapter_event=1&tickets=1&email_address=&external_id='],
    ['XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['gzip bytes', gzipSync('{"external_id":"ABCDEF"}')],
  ]
}

type Headers = [string, string][]

/** Headers round a body that would be understood without them, or could not be. */
function badHeaders(target: Target, length: number): [string, Headers][] {
  const host: [string, string] = ['host', `127.0.0.1:${String(target.port)}`]
  const type: [string, string] = ['content-type', 'application/json']
  const size: [string, string] = ['content-length', String(length)]
  const chunked: [string, string] = ['transfer-encoding', 'chunked']
  const withType = (value: string): Headers => [host, ['content-type', value], size]
  return [
    ['no content type', [host, size]],
    ...[
      'text/plain',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      'application/json\tx',
      'application/json x',
      'application/json; charset=utf-16',
      'application/jsonx',
      'text/html, application/json',
      'application/xml',
      '*/*',
      ';',
      'application/json;'.repeat(100),
    ].map((value): [string, Headers] => [`content type ${value.slice(0, 40)}`, withType(value)]),
    ['gzip', [host, type, size, ['content-encoding', 'gzip']]],
    ['expectation that nobody knows', [host, type, size, ['expect', 'the-spanish-inquisition']]],
    ['length too short', [host, type, ['content-length', '3']]],
    ['length too long', [host, type, ['content-length', String(length + 10)]]],
    ['length negative', [host, type, ['content-length', '-1']]],
    ['length of text', [host, type, ['content-length', 'abc']]],
    ['length twice', [host, type, size, ['content-length', '1']]],
    ['length and chunks', [host, type, size, chunked]],
    ['unknown transfer coding', [host, type, ['transfer-encoding', 'chunked, identity']]],
    ['chunks that are none', [host, type, chunked]],
    ['no host', [type, size]],
    ['host twice', [host, ['host', 'evil.test'], type, size]],
    ['host foreign', [['host', 'evil.test'], type, size]],
    ['host with port 0', [['host', '127.0.0.1:0'], type, size]],
    ['origin null', [host, ['origin', 'null'], type, size]],
    ['origin foreign', [host, ['origin', 'https://evil.test'], type, size]],
    ['header without a name', [host, ['', 'x'], type, size]],
    ['header with a NUL', [host, ['x-a', 'a\u0000b'], type, size]],
    ['header of 9 KiB', [host, ['x-a', 'a'.repeat(9_216)], type, size]],
    [
      '5,000 headers',
      [host, type, size, ...Array.from({ length: 5_000 }, (_, i): [string, string] => [`x${String(i)}`, '1'])],
    ],
  ]
}

/** Cookies that are no session. They stand beside a body that a session would have made good. */
function badCookies(sessionCookie: string): [string, string][] {
  return [
    ['of 8 KiB', `sessionid=${'a'.repeat(8_192)}`],
    ['unknown', 'sessionid=0123456789abcdef0123456789abcdef'],
    ['empty', 'sessionid='],
    ['unsigned', `sessionid=${sessionCookie.split('.')[0]?.slice(0, 8) ?? ''}`],
    ['signed with another secret', `sessionid=${sessionCookie.slice(0, -3)}AAA`],
    ['bad percent', 'sessionid=%zz%'],
    ['NUL', 'sessionid=a\u0000b'],
    ['not Latin', 'sessionid=\u00e5\u00e4\u00f6'],
    ['no name', '=x; ;;;='],
    ['a quoted one', 'sessionid="x"'],
    ['an object name', '__proto__=x; sessionid[a]=b; constructor=c'],
  ]
}

const otherPaths: [string, string][] = [
  ['GET', '/RESERVE_TICKET/'],
  ['POST', '//reserve_ticket/'],
  ['POST', '/./reserve_ticket/../x'],
  ['POST', '/reserve%5fticket/%2e%2e/'],
  ['POST', '/reserve_ticket/%00'],
  ['POST', '/reserve_ticket/;jsessionid=1'],
  ['POST', '/reserve_ticket/%'],
  ['POST', '/reserve_ticket/%zz'],
  ['POST', '/reserve_ticket/%c3%28'],
  ['GET', `/${'a'.repeat(9_216)}`],
  ['GET', `/generate_qr/${'a'.repeat(5_000)}`],
  ['GET', '/generate_qr/../../etc/passwd'],
  ['GET', '/generate_qr/%2e%2e%2flucka.sqlite'],
  ['GET', '/generate_qr/0?size=99999999999&format=exe'],
  ['GET', '/generate_qr/%ff'],
  ['GET', '/../../../../etc/passwd'],
  ['GET', '/assets/..%2f..%2f..%2fpackage.json'],
  ['GET', 'http://evil.test/get_chapterevents/'],
  ['GET', '*'],
  ['GET', 'get_chapterevents/'],
  ['GET', '/get chapterevents/'],
  ['GET', '/session_payment_status/?a[b]=1&a[__proto__]=2'],
  ['CONNECT', 'evil.test:443'],
  ['TRACE', '/get_chapterevents/'],
  ['OPTIONS', '*'],
  ['PROPFIND', '/reserve_ticket/'],
  ['BREW', '/reserve_ticket/'],
  ['', '/reserve_ticket/'],
]

/** Bodies that each documented endpoint must refuse, or answer without counting anything. */
function badInputs(target: Target): { method: string; path: string; body: string }[] {
  const { eventId, ticketTypeId, hiddenTicketTypeId, foreignTicketTypeId } = target
  const row = (count: unknown, type: unknown = ticketTypeId) => ({ ticket_type: type, count })
  const strangeIds = [
    ` ${String(eventId)}`,
    `0${String(eventId)}`,
    '7 OR 1=1',
    '٧',
    -1,
    0,
    {},
    [],
    null,
    true,
    1.5,
    2 ** 53,
    1e300,
    '',
  ]
  const reservations: unknown[] = [
    { chapter_event: eventId },
    { tickets: [row(1)] },
    { chapter_event: eventId, tickets: [] },
    { chapter_event: eventId, tickets: row(1) },
    { chapter_event: eventId, tickets: [null] },
    { chapter_event: eventId, tickets: Array.from({ length: 700 }, () => row(1)) },
    { chapter_event: eventId, tickets: Array.from({ length: 10_000 }, () => row(1)) },
    ...[0, -1, 1.5, '2', true, [2], null, {}, 1e9, 2 ** 53, 2 ** 31, -(2 ** 53), 1e-9].map((count) => ({
      chapter_event: eventId,
      tickets: [row(count)],
    })),
    ...strangeIds.map((id) => ({ chapter_event: id, tickets: [row(1)] })),
    ...strangeIds.map((id) => ({ chapter_event: eventId, tickets: [row(1, id)] })),
    { chapter_event: eventId, tickets: [row(2 ** 31), row(2 ** 31)] },
    { chapter_event: eventId, tickets: [row(Number.MAX_SAFE_INTEGER), row(Number.MAX_SAFE_INTEGER)] },
    { chapter_event: eventId, tickets: [row(1), row(1, hiddenTicketTypeId)] },
    { chapter_event: eventId, tickets: [row(1, foreignTicketTypeId), row(1)] },
    { chapter_event: eventId, tickets: [{ ...row(-1), price: -100 }] },
  ]
  const addresses: unknown[] = [
    '',
    ' ',
    'x',
    '@',
    'a@',
    '@b.se',
    'a@@b.se',
    'a@b@c.se',
    'a@b.se\r\nBcc: c@d.se',
    'a@b.se\u0000',
    'a@b.se,c@d.se',
    'a@b.se;c@d.se',
    'A <a@b.se>',
    `${'a'.repeat(251)}@b.se`,
    'a b@c.se',
    7,
    null,
    true,
    [],
    ['a@b.se'],
    {},
    'a@b..se',
    '\u202ea@b',
  ]
  const tickets: unknown[] = [
    {},
    { external_id: null },
    { external_id: 7 },
    { external_id: [] },
    { external_id: {} },
    { external_id: true },
    { external_id: 'ABCDE' },
    { external_id: 'ABCDEFG' },
    { external_id: 'ＡＢＣＤＥＦ' },
    { external_id: 'АВСЕНК' },
    { external_id: '123456' },
    { external_id: 'ABC\u0000EF' },
    { external_id: 'A'.repeat(10_240) },
    { external_id: "' OR 1=1 --" },
    { external_id: '\ud800' },
    { external_id: 'ABCDEF.' },
    { external_id: 'ABCDEF.!!' },
    ...['false', 0, null, [], {}].map((use) => ({ external_id: 'ZZZZZZ', use_ticket: use })),
    ...[7, null, [], {}, true].map((password) => ({ external_id: 'ZZZZZZ', password })),
  ]
  return [
    ...reservations.map((body) => ({ method: 'POST', path: '/reserve_ticket/', body: json(body) })),
    ...addresses.map((address) => ({
      method: 'POST',
      path: '/start_payment/',
      body: json({ email_address: address }),
    })),
    ...tickets.map((body) => ({ method: 'PUT', path: '/validate_ticket/', body: json(body) })),
  ]
}

/** All listed requests, as bytes. */
export function listMalformedRequests(target: Target): MalformedRequest[] {
  const cookie: [string, string] = ['cookie', `sessionid=${target.sessionCookie}`]
  const aBody = '{"external_id":null,"email_address":null,"tickets":[]}'
  const bodies = badBodies()
  return [
    ...writes.flatMap(({ method, path }) =>
      bodies.map(([name, body]) => aJsonRequest(target, `${path} body: ${name}`, method, path, body, [cookie])),
    ),
    ...bodies.map(([name, body]) => aFormRequest(target, `form body: ${name}`, body, [cookie])),
    ...writes.flatMap(({ method, path }) =>
      badHeaders(target, aBody.length).map(([name, headers]) => ({
        name: `${path} headers: ${name}`,
        bytes: rawRequest(method, path, [...headers, cookie], aBody),
        isUnfinished: name === 'length too long',
      })),
    ),
    ...badCookies(target.sessionCookie).flatMap(([name, value]) => [
      aJsonRequest(target, `cookie: ${name}`, 'POST', '/start_payment/', '{"email_address":"a@exempel.se"}', [
        ['cookie', value],
      ]),
      aJsonRequest(target, `cookie: ${name}, status`, 'GET', '/session_payment_status/', '', [['cookie', value]]),
    ]),
    ...otherPaths.map(([method, path]) =>
      aJsonRequest(target, `${method} ${path.slice(0, 40)}`, method, path, method === 'GET' ? '' : '{}', []),
    ),
    ...['DELETE', 'PATCH', 'PUT'].flatMap((method) =>
      writes
        .slice(0, 2)
        .map(({ path }) =>
          aJsonRequest(target, `override ${method} ${path}`, 'GET', path, '', [['x-http-method-override', method]]),
        ),
    ),
    ...badInputs(target).map(({ method, path, body }) =>
      aJsonRequest(target, `${path} ${body.slice(0, 80)}`, method, path, body, [cookie]),
    ),
  ]
}

export function aJsonRequest(
  { port }: Pick<Target, 'port'>,
  name: string,
  method: string,
  path: string,
  body: string | Buffer,
  more: [string, string][],
): MalformedRequest {
  const headers: Headers = [
    ['host', `127.0.0.1:${String(port)}`],
    ...(method === 'GET'
      ? []
      : ([
          ['content-type', 'application/json'],
          ['content-length', String(Buffer.byteLength(body))],
        ] as Headers)),
    ...more,
  ]
  return { name, bytes: rawRequest(method, path, headers, body) }
}

function aFormRequest({ port }: Target, name: string, body: string | Buffer, more: Headers): MalformedRequest {
  const headers: Headers = [
    ['host', `127.0.0.1:${String(port)}`],
    ['content-type', 'application/x-www-form-urlencoded'],
    ['content-length', String(Buffer.byteLength(body))],
    ...more,
  ]
  return { name, bytes: rawRequest('POST', '/start_payment/', headers, body) }
}
