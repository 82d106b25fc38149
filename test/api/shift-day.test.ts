/** A day's sales in its reports, and what becomes of sales that a shift leaves behind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { OpenOrder, Order, Refund } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { Blocker, Closing, XReport, ZReport } from '#shared/contract/shift-report-api'
import type { VatClass } from '#shared/contract/vat-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import type { StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'
import { createSwishCustomer } from '../support/swish-customer'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let staff: StaffApi
let standard: TicketType
let student: TicketType
let event: Event

beforeAll(async () => {
  office = await openBoxOffice()
  staff = office.staff
  const { vatClasses } = await staff.call<{ vatClasses: VatClass[] }>('GET', '/vat-classes')
  const classAt = (rateBp: number) => vatClasses.find((vatClass) => vatClass.rateBp === rateBp)?.id ?? 0
  standard = await staff.createTicketType({ title: 'Standard', priceOre: 19_999, vatClassId: classAt(600) })
  student = await staff.createTicketType({ title: 'Student', priceOre: 9_950, vatClassId: classAt(2_500) })
  event = await staff.createEvent({ seats: 500, ticketTypeIds: [standard.id, student.id] })
})
afterAll(async () => {
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
})

let registerCount = 1
async function openRegister(floatOre = 100_000): Promise<Shift> {
  const register = await staff.call<Register>('POST', '/registers', { name: `Kassa ${String(++registerCount)}` })
  return reopen(register.id, floatOre)
}
const reopen = (registerId: number, floatOre: number) => staff.call<Shift>('POST', '/shifts', { registerId, floatOre })
const xOf = async (shift: Shift) => (await staff.call<XReport>('GET', `/shifts/${String(shift.id)}/x-report`)).report
const blockersOf = async (shift: Shift) =>
  (await staff.call<{ blockers: Blocker[] }>('GET', `/shifts/${String(shift.id)}/blockers`)).blockers
const close = (shift: Shift, more: Partial<Closing> = {}) =>
  staff.send('POST', `/shifts/${String(shift.id)}/closings`, {
    ...{ pieces: [], cardOre: null, swishByEyeOre: null, note: 'Räknas i morgon', handOver: null },
    ...more,
  })
const zOf = async (shift: Shift, more: Partial<Closing> = {}) => (await close(shift, more)).json() as ZReport

const basket = (shift: Shift, standards: number, students = 0, more: Record<string, unknown> = {}) =>
  staff.call<Order>('POST', '/orders', {
    eventId: event.id,
    shiftId: shift.id,
    lines: [
      { ticketTypeId: standard.id, count: standards },
      { ticketTypeId: student.id, count: students },
    ].filter(({ count }) => count > 0),
    ...more,
  })
const on = ({ id }: { id: number }, path: string) => `/orders/${String(id)}${path}`
const payCash = (order: Order, amountOre?: number) =>
  staff.call<Order>('POST', on(order, '/cash-payments'), {
    givenOre: 1_000_000,
    ...(amountOre !== undefined && { amountOre }),
  })
const record = (order: Order, tender: 'card' | 'swish_by_eye') =>
  staff.call<Order>('POST', on(order, '/recorded-payments'), { tender })

describe('the reports of a day', () => {
  test('are the sum of its receipts, and its money is where they say', async () => {
    const shift = await openRegister()
    const sold = await payCash(await basket(shift, 2, 1))
    await record(await basket(shift, 1), 'card')
    await record(await basket(shift, 0, 3), 'swish_by_eye')
    const free = await basket(shift, 1)
    await staff.call('PUT', on(free, '/discount'), { kind: 'complimentary', reason: 'Recensent' })
    await staff.call('POST', on(free, '/cash-payments'), { givenOre: 0 })
    const cheap = await basket(shift, 1)
    await staff.call('PUT', on(cheap, '/discount'), { kind: 'amount', value: 5_000, reason: 'Skymd plats' })
    await record(cheap, 'card')
    await payCash(await basket(shift, 4, 0, { training: true }))
    await staff.cancelOrder((await basket(shift, 0, 2)).id)
    const ticketCodes = sold.tickets.slice(0, 1).map(({ code }) => code)
    await staff.call<Refund>('POST', on(sold, '/refunds'), { ticketCodes, reason: 'Sjuk', shiftId: shift.id })

    const report = await xOf(shift)
    expect(report.sales).toEqual({ count: 5, tickets: 9, amountOre: 49_948 + 19_999 + 29_850 + 0 + 14_999 })
    expect(report.returns).toEqual({ count: 1, tickets: 1, amountOre: -19_999 })
    expect(report.cash).toMatchObject({ salesOre: 49_900, refundsOre: 20_000, expectedOre: 129_900 })
    expect(report.tenders.map(({ tender, netOre }) => [tender, netOre])).toEqual([
      ['cash', 29_900],
      ['card', 34_998],
      ['swish_by_eye', 29_850],
    ])
    expect(report.withoutReceiptOre).toBe(0)
    expect(report.discounts).toEqual({ count: 1, amountOre: 5_000 })
    expect(report.complimentary).toEqual({ count: 1, amountOre: 19_999 })
    expect(report.training).toEqual({ count: 1, amountOre: 79_996 })
    expect(report.unfinished).toEqual({ count: 1, amountOre: 19_900 })

    // 6 % inside 19 999 × 3 + 14 999 less a return, and 25 % inside 9 950 × 4, receipt by receipt.
    const sumOf = (key: 'grossOre' | 'vatOre' | 'netOre') => report.vat.reduce((sum, part) => sum + part[key], 0)
    expect(sumOf('grossOre')).toBe(report.netOre)
    expect(sumOf('netOre') + sumOf('vatOre')).toBe(report.netOre)
    expect(report.articles.map(({ title, count }) => [title, count])).toEqual([
      ['Standard', 4],
      ['Student', 4],
    ])
    expect(report.articles.reduce((sum, article) => sum + article.netOre, 0)).toBe(sumOf('netOre'))
  })

  test('a Z report is the X report at its close, and stays so when tickets come back later', async () => {
    const shift = await openRegister()
    const sold = await payCash(await basket(shift, 2))
    const x = await xOf(shift)
    const z = await zOf(shift, { pieces: [{ valueOre: 10_000, count: 14 }], note: null })
    expect(z.content.report).toEqual(x)
    expect(z).toMatchObject({ expectedOre: 140_000, differenceOre: 0 })

    const later = await reopen(shift.registerId, 140_000)
    const ticketCodes = sold.tickets.map(({ code }) => code)
    await staff.call('POST', on(sold, '/refunds'), { ticketCodes, reason: 'Inställt', shiftId: later.id })
    expect(await staff.call('GET', `/z-reports/${String(z.id)}`)).toEqual(z)
    const { report } = (await zOf(later)).content
    expect(report.returns).toMatchObject({ count: 1, amountOre: -39_998 })
    expect(report.grandTotals).toEqual({ salesOre: 39_998, returnsOre: -39_998, netOre: 0 })
  })

  test('a part paid in one shift and finished in another is counted where each happened', async () => {
    const [first, second] = [await openRegister(), await openRegister()]
    const order = await basket(first, 1)
    await payCash(order, 5_000)
    expect(await xOf(first)).toMatchObject({ netOre: 0, withoutReceiptOre: 5_000 })
    await zOf(first, { handOver: { toShiftId: second.id } })
    await payCash(order)
    const report = await xOf(second)
    expect(report).toMatchObject({ netOre: 19_999, withoutReceiptOre: -5_000 })
    expect(report.cash.salesOre).toBe(15_000)
  })
})

describe('what is not finished', () => {
  test('is shown, and holds the close up until somebody has it', async () => {
    const [shift, other] = [await openRegister(), await openRegister()]
    const left = await basket(shift, 2)
    const parked = await basket(shift, 1)
    await staff.call('POST', on(parked, '/parkings'), { name: 'Bord 4' })
    const part = await basket(shift, 1)
    await payCash(part, 10_000)
    expect(await blockersOf(shift)).toMatchObject([
      { kind: 'basket', id: left.id, tickets: 2, amountOre: 39_998 },
      { kind: 'basket', id: parked.id, parkedName: 'Bord 4' },
      { kind: 'part_paid', id: part.id, paidOre: 10_000 },
    ])
    expect((await close(shift)).json()).toMatchObject({ error: { code: 'still_open', details: { count: 3 } } })

    const handOver = { orderIds: [left.id], toShiftId: other.id }
    const rest = await staff.call<{ blockers: Blocker[] }>('POST', `/shifts/${String(shift.id)}/hand-overs`, handOver)
    expect(rest.blockers.map(({ id }) => id)).toEqual([parked.id, part.id])
    const z = await zOf(shift, { handOver: { toShiftId: null } })
    expect(z.content.handedOver).toEqual({ count: 2, amountOre: 39_998, to: null })

    const { orders } = await staff.call<{ orders: OpenOrder[] }>('GET', '/open-orders')
    const waiting = (id: number) => orders.find((order) => order.id === id)
    expect(waiting(left.id)).toMatchObject({ shiftId: other.id, parkedName: shift.registerName })
    expect(waiting(part.id)).toMatchObject({ shiftId: null, parkedName: shift.registerName, paidOre: 10_000 })
    await staff.call('POST', on(part, '/take-ups'), { shiftId: other.id })
    expect((await payCash(part)).status).toBe('paid')
  })

  test('goes to no shift that is closed, or its own', async () => {
    const [shift, other] = [await openRegister(), await openRegister()]
    await basket(shift, 1)
    await zOf(other)
    for (const toShiftId of [other.id, shift.id, 999_999]) {
      expect((await close(shift, { handOver: { toShiftId } })).json()).toMatchObject({
        error: { code: 'receiver_closed' },
      })
    }
  })

  test('money that Swish sends after the close is in no closed shift, and the tickets are made', async () => {
    const customer = createSwishCustomer(staff)
    await customer.set({ mode: 'by_hand', line: 'up' })
    const shift = await openRegister()
    const order = await basket(shift, 1)
    await staff.startSwish(order.id)
    await waitUntil('the request to wait', () => customer.waitingOf(order.id))
    expect(await blockersOf(shift)).toMatchObject([{ kind: 'swish_payment', id: order.id }])
    const z = await zOf(shift, { handOver: { toShiftId: null } })
    expect(z.content.handedOver.count).toBe(1)
    await customer.act(order.id, 'pay')
    await waitUntil('the order to be paid', async () =>
      (await staff.getOrder(order.id)).status === 'paid' ? true : undefined,
    )
    expect((await staff.getOrder(order.id)).tickets).toHaveLength(1)
    expect(await staff.call('GET', `/z-reports/${String(z.id)}`)).toEqual(z)
  })
})
