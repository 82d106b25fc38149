import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectReserved } from '../support/expect-answer'
import { aJsonRequest, listMalformedRequests, type MalformedRequest, type Target } from '../support/malformed-requests'
import { sendRaw, type RawAnswer } from '../support/raw-http'
import { createSeededRandom } from '../support/seeded-random'
import { findViolations, hashTables } from '../support/stored-data'

const wanted = 2_000
let office: BoxOffice
let target: Target
let paidCode: string

beforeAll(async () => {
  office = await openBoxOffice()
  const { staff } = office
  const type = await staff.createTicketType()
  const hidden = await staff.createTicketType({ visible: false })
  const foreign = await staff.createTicketType()
  const event = await staff.createEvent({ ticketTypeIds: [type.id, hidden.id] })
  paidCode = (await staff.sellForCash(event.id, type.id, 1)).tickets[0]?.code ?? ''
  const visitor = office.newVisitor()
  expectReserved(await visitor.reserve(event.id, [{ ticket_type: type.id, count: 2 }]))
  target = {
    port: office.server.port,
    sessionCookie: visitor.cookies.get('sessionid') ?? '',
    eventId: event.id,
    ticketTypeId: type.id,
    hiddenTicketTypeId: hidden.id,
    foreignTicketTypeId: foreign.id,
  }
})
afterAll(() => office[Symbol.asyncDispose]())

test('2,000 malformed requests: no 5xx, no row changed, no words about the inside, process alive', async () => {
  const listed = listMalformedRequests(target)
  const generated = generateRequests(Math.max(wanted - listed.length, 500))
  const requests = [...listed, ...generated]
  expect(requests.length).toBeGreaterThanOrEqual(wanted)

  const before = hashTables(office.server.dataFolder)
  const faults = await sendAll(requests)
  expect(faults).toEqual([])
  expect(hashTables(office.server.dataFolder)).toEqual(before)
  expect(office.server.isAlive()).toBe(true)
  expect(findViolations(office.server.dataFolder)).toEqual([])
  // Still a box office, and the session that stood beside all this is still its owner's.
  expect((await office.newVisitor().chapterEvents()).chapter_events.length).toBeGreaterThan(0)
  const owner = office.newVisitor()
  owner.cookies.set('sessionid', target.sessionCookie)
  expect((await owner.paymentStatus()).json()).toMatchObject({ status: 'RESERVED' })
}, 60_000)

test('clients that leave in the middle change nothing', async () => {
  const before = hashTables(office.server.dataFolder)
  const half = `POST /reserve_ticket/ HTTP/1.1\r\nhost: 127.0.0.1:${String(target.port)}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"chapter_event":`
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => sendRaw(target.port, half.slice(0, 20 + index * 2), { giveUpMs: 50 })),
  )
  expect(hashTables(office.server.dataFolder)).toEqual(before)
  expect(office.server.isAlive()).toBe(true)
})

test('the hashes notice one use of one ticket: the control', async () => {
  const before = hashTables(office.server.dataFolder)
  expect((await office.newVisitor().validate(paidCode)).status).toBe(200)
  const after = hashTables(office.server.dataFolder)
  const changed = Object.keys(after).filter((table) => after[table] !== before[table])
  expect(changed.sort()).toEqual(['check_in', 'event_seats', 'ticket'])
})

/** Values where they must not be: every body is refused, since its count, address or code is never a good one. */
function generateRequests(count: number): MalformedRequest[] {
  const { seed } = createSeededRandom('malformed requests')
  const anything = fc.jsonValue({ maxDepth: 3 })
  const noCount = anything.filter((value) => !(Number.isInteger(value) && (value as number) >= 1))
  const text = fc.string({ unit: 'binary', maxLength: 300 })
  const request = fc.oneof(
    fc.record({
      method: fc.constant('POST'),
      path: fc.constant('/reserve_ticket/'),
      value: fc.record({
        chapter_event: fc.oneof(fc.constant(target.eventId), anything),
        tickets: fc.array(
          fc.record({ ticket_type: fc.oneof(fc.constant(target.ticketTypeId), anything), count: noCount }),
          { maxLength: 4 },
        ),
      }),
    }),
    fc.record({ method: fc.constant('POST'), path: fc.constant('/reserve-ticket'), value: anything }),
    fc.record({
      method: fc.constant('POST'),
      path: fc.constant('/start_payment/'),
      value: fc.record({
        email_address: fc.oneof(
          anything,
          text,
          text.map((part) => `${part},@,${part}`),
        ),
      }),
    }),
    fc.record({
      method: fc.constant('PUT'),
      path: fc.constant('/validate_ticket/'),
      value: fc.record(
        { external_id: fc.oneof(anything, text), use_ticket: anything, password: anything },
        { requiredKeys: ['external_id'] },
      ),
    }),
    fc.record({ method: fc.constant('PUT'), path: fc.constant('/validate-ticket'), value: anything }),
  )
  const cookie: [string, string] = ['cookie', `sessionid=${target.sessionCookie}`]
  return fc
    .sample(request, { numRuns: count, seed: seed | 0 })
    .map(({ method, path, value }, index) =>
      aJsonRequest(
        target,
        `generated ${String(index)}: ${path} ${JSON.stringify(value)}`,
        method,
        path,
        JSON.stringify(value),
        [cookie],
      ),
    )
}

/** Sends everything over 16 sockets at a time; gives a line for each answer that is not as it must be. */
async function sendAll(requests: readonly MalformedRequest[]): Promise<string[]> {
  const faults: string[] = []
  const queue = [...requests]
  const sendNext = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const answer = await sendRaw(target.port, next.bytes)
      const fault = findFault(answer, next.isUnfinished)
      if (fault !== undefined)
        faults.push(`${next.name.slice(0, 300)}: ${fault} | ${String(answer.status)} ${answer.body.slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, sendNext))
  return faults
}

const insideWords =
  /node_modules|\.[jt]s:\d|\bat .+\(|SQLITE|sqlite|\bSELECT\b|\bINSERT\b|\/work\/|\/tmp\/|\/home\/|Error:|\bstack\b/

function findFault(answer: RawAnswer, isUnfinished = false): string | undefined {
  const { status, headers, body } = answer
  if (status === 0) return answer.closedByServer || isUnfinished ? undefined : 'no answer'
  if (status >= 500) return 'server error'
  if (/^set-cookie:/im.test(headers)) return 'sets a cookie'
  if (status === 200 && !isUncountedAnswer(body)) return 'accepted'
  if (status > 200 && status < 400) return 'accepted or redirected'
  if (body === '') return undefined
  if (insideWords.test(body)) return 'tells about the inside'
  try {
    JSON.parse(body)
  } catch {
    return 'body is not JSON'
  }
  return undefined
}

/** A ticket that does not exist is a documented 200, and so are the pages and lists that anyone may read. */
const isUncountedAnswer = (body: string) =>
  body === '{"times_used":-1,"status":"Ticket does not exist"}' || body.startsWith('{"chapter_events":[')
