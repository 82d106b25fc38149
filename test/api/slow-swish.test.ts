/** Lines to Swish that are slow or break: whoever waits gets the right answer, and nothing is asked for twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectToken } from '../support/expect-answer'
import { findViolations } from '../support/stored-data'
import { chooseSwish, openSwishStandIn, type SwishStandIn } from '../support/swish-stand-in'

/** More than any other handler may take. */
const SLOW_MS = 6_000
let office: BoxOffice
let swish: SwishStandIn
let eventId: number
let ticketTypeId: number

beforeAll(async () => {
  office = await openBoxOffice()
  swish = await openSwishStandIn({ mode: 'by_hand' })
  await chooseSwish(office.staff, swish)
  ticketTypeId = (await office.staff.createTicketType()).id
  eventId = (await office.staff.createEvent({ ticketTypeIds: [ticketTypeId] })).id
})
beforeEach(() => {
  swish.script = {}
})
afterAll(async () => {
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
  await swish[Symbol.asyncDispose]()
})

const reserveAtTill = () => office.staff.reserve(eventId, ticketTypeId, 1)
async function reserveOnTheWeb() {
  const buyer = office.newVisitor()
  expect((await buyer.reserve(eventId, [{ ticket_type: ticketTypeId, count: 1 }])).status).toBe(201)
  return buyer
}
const paymentsOf = async ({ id }: Order) =>
  (await swish.payments()).filter(({ message }) => message.split(' ')[0] === `L${String(id)}`)

test('an answer after six seconds is waited for, at the till and on the web, also for a cancel', async () => {
  const order = await reserveAtTill()
  const buyer = await reserveOnTheWeb()
  swish.script = { answer: () => ({ kind: 'slow', ms: SLOW_MS }) }
  const [attempt, web] = await Promise.all([office.staff.startSwish(order.id), buyer.startPayment('kund@exempel.se')])
  expect(attempt).toMatchObject({ status: 'created' })
  expectToken(web)
  const [cancelled, released] = await Promise.all([
    office.staff.cancelPaymentAttempt(attempt.id),
    office.staff.findOrders('kund@exempel.se').then(([webOrder]) => office.staff.cancelOrder(webOrder?.id ?? 0)),
  ])
  expect(cancelled).toMatchObject({ status: 'cancelled' })
  expect(released).toMatchObject({ status: 'cancelled' })
}, 40_000)

describe('an answer that is lost', () => {
  /** The first create breaks the line; what comes after is answered. */
  function loseTheFirstCreate(acted: boolean): void {
    let isFirst = true
    swish.script = {
      answer: ({ operation }) => {
        if (operation !== 'create_payment' || !isFirst) return undefined
        isFirst = false
        return { kind: 'dropped', acted }
      },
    }
  }

  test('though the request had come through: the phone is asked once', async () => {
    const order = await reserveAtTill()
    loseTheFirstCreate(true)
    const attempt = await office.staff.startSwish(order.id, { payer: '070-174 06 05' })
    expect(attempt).toMatchObject({ status: 'created' })
    expect(await paymentsOf(order)).toMatchObject([{ status: 'CREATED' }])
    await office.staff.cancelPaymentAttempt(attempt.id)
  })

  test('with its QR: the first request is cancelled, and one with a QR made', async () => {
    const order = await reserveAtTill()
    loseTheFirstCreate(true)
    const { token } = await office.staff.startSwish(order.id)
    expect(token).not.toBeNull()
    expect((await paymentsOf(order)).map(({ status }) => status)).toEqual(['CANCELLED', 'CREATED'])
  })

  test('with the request: it is sent again under the same id', async () => {
    const order = await reserveAtTill()
    loseTheFirstCreate(false)
    const { token } = await office.staff.startSwish(order.id)
    expect(token).not.toBeNull()
    expect(await paymentsOf(order)).toMatchObject([{ status: 'CREATED' }])
    expect(
      (await office.staff.getOrder(order.id)).timeline.filter(({ kind }) => kind === 'payment_started'),
    ).toHaveLength(1)
  })

  test('a server of Swish’s in trouble is asked again, a refusal is not', async () => {
    const order = await reserveAtTill()
    let creates = 0
    swish.script = {
      answer: ({ operation }) => {
        if (operation !== 'create_payment') return undefined
        creates += 1
        return creates === 1 ? { kind: 'status', status: 503, acted: false } : undefined
      },
    }
    expect(await office.staff.startSwish(order.id)).toMatchObject({ status: 'created' })
    expect(creates).toBe(2)

    const refused = await reserveAtTill()
    creates = 0
    swish.script = {
      answer: ({ operation }) => {
        creates += operation === 'create_payment' ? 1 : 0
        return { kind: 'status', status: 403, acted: false }
      },
    }
    const answer = await office.staff.send('POST', `/orders/${String(refused.id)}/swish-payments`, {})
    expect(answer.status).toBe(502)
    expect(answer.json()).toMatchObject({ error: { code: 'swish_refused', details: { errorCode: 'HTTP403' } } })
    expect(creates).toBe(1)
    const cash = `/orders/${String(refused.id)}/cash-payments`
    expect((await office.staff.send('POST', cash, { givenOre: refused.totalOre })).status).toBe(201)
  })
})
