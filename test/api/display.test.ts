/** The customer display over real HTTP: what the till does, on a screen that strangers see. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CustomerDisplay, DisplayedBasket } from '#shared/contract/display-api'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { Order, PaymentAttempt } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { Settings } from '#shared/contract/settings-api'
import { openDisplayStream, type DisplayStream } from '../support/display-stream'
import { lanAddress } from '../support/lan-address'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { signInAs, type StaffApi } from '../support/staff-api'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let cashier: StaffApi
let event: Event
let standard: TicketType

beforeAll(async () => {
  office = await openBoxOffice({ host: '0.0.0.0' })
  cashier = await signInAs('cashier', office.connections)
  standard = await office.staff.createTicketType({ title: 'Standard', priceOre: 19_950 })
  event = await office.staff.createEvent({ title: 'Vårkonsert', ticketTypeIds: [standard.id] })
})
afterAll(() => office[Symbol.asyncDispose]())

let registers = 0
let register: Register
let shift: Shift
let display: CustomerDisplay
let screen: DisplayStream

const addressOf = ({ path }: CustomerDisplay) => office.server.url + path
const displayOf = (id: number) => cashier.call<CustomerDisplay>('GET', `/registers/${String(id)}/display`)

beforeEach(async () => {
  register = await office.staff.call('POST', '/registers', { name: `Disk ${String(++registers)}` })
  shift = await cashier.call('POST', '/shifts', { registerId: register.id, floatOre: 0 })
  display = await displayOf(register.id)
  screen = await openDisplayStream(addressOf(display))
})
afterEach(() => {
  screen[Symbol.dispose]()
})

const sell = (count: number, more: object = {}) =>
  cashier.call<Order>('POST', '/orders', {
    ...{ eventId: event.id, shiftId: shift.id, lines: [{ ticketTypeId: standard.id, count }] },
    ...more,
  })
const isBasket = (fits: (basket: DisplayedBasket) => boolean) => (shown: { kind: string }) =>
  shown.kind === 'basket' && fits(shown as DisplayedBasket)

test('without a customer it shows the venue and what is next', async () => {
  await screen.until(({ kind }) => kind === 'idle')
  expect(screen.states[0]).toMatchObject({
    venueName: 'Fysikalen',
    language: 'sv',
    shown: { kind: 'idle', nextEvent: { title: 'Fysikalen Dag 1' } },
  })
})

test('it follows the basket, its discount and its parts, thanks with the change, and goes on with the next', async () => {
  const order = await sell(2)
  expect(await screen.until(({ kind }) => kind === 'basket')).toMatchObject({
    event: { title: 'Vårkonsert' },
    lines: [{ title: 'Standard', count: 2, amountOre: 39_900 }],
    ...{ discountOre: 0, totalOre: 39_900, parts: [], restOre: 39_900, swish: null, training: false },
  })
  const path = `/orders/${String(order.id)}`
  const lines = [{ ticketTypeId: standard.id, count: 3 }]
  await cashier.call('PUT', path, { lines, revision: order.revision })
  await screen.until(isBasket(({ totalOre }) => totalOre === 59_850))
  await office.staff.call('PUT', `${path}/discount`, { kind: 'amount', value: 9_850, reason: 'Trasig stol' })
  await screen.until(isBasket(({ discountOre, totalOre }) => discountOre === 9_850 && totalOre === 50_000))
  await cashier.call('POST', `${path}/recorded-payments`, { tender: 'card', amountOre: 20_000 })
  const parts = [{ tender: 'card', amountOre: 20_000 }]
  expect(await screen.until(isBasket(({ restOre }) => restOre === 30_000))).toMatchObject({ parts })
  await cashier.call('POST', `${path}/cash-payments`, { givenOre: 50_000 })
  expect(await screen.until(({ kind }) => kind === 'thanks')).toEqual({
    kind: 'thanks',
    ...{ totalOre: 50_000, changeOre: 20_000, ticketsPrinted: false, ticketsMailed: false, training: false },
  })
  await sell(1)
  await screen.until(isBasket(({ totalOre }) => totalOre === 19_950))
})

test('a Swish payment is a code to scan while it waits, and a word when it went to the phone', async () => {
  const order = await sell(1)
  const path = `/orders/${String(order.id)}/swish-payments`
  const attempt = await cashier.call<PaymentAttempt>('POST', path, {})
  const shown = await screen.until(isBasket(({ swish }) => swish?.token === attempt.token))
  expect(shown).toMatchObject({ swish: { amountOre: 19_950 } })
  expect((await office.connections.send('GET', `/generate_qr/${attempt.token ?? ''}?format=svg`)).status).toBe(200)
  await cashier.cancelPaymentAttempt(attempt.id)
  await screen.until(isBasket(({ swish }) => swish === null))
  await cashier.call('POST', path, { payer: '070-123 45 67' })
  await screen.until(isBasket(({ swish }) => swish !== null && swish.token === null))
  await screen.until(({ kind }) => kind === 'thanks')
  expect(JSON.stringify(screen.states)).not.toContain('701234567')
})

test('it tells strangers nothing private: no address, no name of the staff, no parked name, no ticket code', async () => {
  const order = await sell(1, { email: 'maja.kund@example.se' })
  await screen.until(({ kind }) => kind === 'basket')
  await cashier.call('POST', `/orders/${String(order.id)}/parkings`, { name: 'Familjen Svensson' })
  await screen.until(({ kind }) => kind === 'idle')
  await cashier.call('POST', `/orders/${String(order.id)}/take-ups`, { shiftId: shift.id })
  await screen.until(({ kind }) => kind === 'basket')
  const paid = await cashier.call<Order>('POST', `/orders/${String(order.id)}/cash-payments`, { givenOre: 50_000 })
  expect(await screen.until(({ kind }) => kind === 'thanks')).toMatchObject({ ticketsMailed: true, changeOre: 30_000 })
  const told = JSON.stringify(screen.states)
  const secrets = ['maja.kund', 'Kim', 'Maja', 'Svensson', paid.tickets[0]?.code ?? '?', register.name]
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
})

test('another register’s sales are not shown, and a practice sale says so', async () => {
  await cashier.call('POST', '/orders', {
    ...{ eventId: event.id, shiftId: await cashier.shiftId(), lines: [{ ticketTypeId: standard.id, count: 5 }] },
  })
  await sell(1, { training: true })
  expect(await screen.until(({ kind }) => kind === 'basket')).toMatchObject({ training: true, totalOre: 19_950 })
  expect(JSON.stringify(screen.states)).not.toContain('99750')
})

test('a burst of changes is a few messages', async () => {
  await screen.until(({ kind }) => kind === 'idle')
  for (let count = 0; count < 100; count++) await office.newVisitor().chapterEvents()
  let order = await sell(1)
  const before = screen.states.length
  for (let count = 2; count <= 21; count++) {
    const lines = [{ ticketTypeId: standard.id, count }]
    order = await cashier.call('PUT', `/orders/${String(order.id)}`, { lines, revision: order.revision })
  }
  await screen.until(isBasket(({ totalOre }) => totalOre === 21 * 19_950))
  expect(screen.states.length - before).toBeLessThan(20)
  await cashier.cancelOrder(order.id)
  await screen.until(({ kind }) => kind === 'idle')
})

describe('its address', () => {
  const get = (path: string) => office.connections.send('GET', path)

  test('is a page of its own that may load nothing from elsewhere', async () => {
    const page = await get(display.path)
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).toMatch(/\/assets\/display-[\w-]+\.js/)
    for (const [, asset] of page.text.matchAll(/"(\/assets\/[^"]+)"/g))
      expect((await get(asset ?? '')).status).toBe(200)
  })

  test.each(['0'.repeat(32), '1', 'x'.repeat(32), '%00', '..%2f..%2fsecrets.json', "' or 1=1 --"])(
    'cannot be guessed: %s is nothing',
    async (key) => {
      for (const path of [`/display/${encodeURI(key)}`, `/display/${encodeURI(key)}/stream`]) {
        expect((await get(path)).status, path).toBe(404)
      }
    },
  )

  test('has 128 random bits, and every register another one', async () => {
    const { registers: all } = await cashier.call<{ registers: Register[] }>('GET', '/registers')
    const paths = await Promise.all(all.map(async ({ id }) => (await displayOf(id)).path))
    for (const path of paths) expect(path).toMatch(/^\/display\/[0-9a-f]{32}$/)
    expect(new Set(paths).size).toBe(all.length)
  })

  test('is renewed by the manager: the old screens are turned off', async () => {
    const path = `/registers/${String(register.id)}/display-keys`
    expect((await cashier.send('POST', path)).status).toBe(403)
    const renewed = await office.staff.call<CustomerDisplay>('POST', path)
    await waitUntil('the end', async () => screen.ended())
    expect((await get(display.path)).status).toBe(404)
    using again = await openDisplayStream(addressOf(renewed))
    await again.until(({ kind }) => kind === 'idle')
    expect((await office.staff.send('POST', '/registers/999999/display-keys')).status).toBe(404)
  })

  test('shows on eight screens; the ninth takes the oldest one’s place', async () => {
    const more: DisplayStream[] = []
    for (let count = 0; count < 8; count++) more.push(await openDisplayStream(addressOf(display)))
    await waitUntil('the end of the first', async () => screen.ended())
    await sell(1)
    for (const other of more) await other.until(({ kind }) => kind === 'basket')
    for (const other of more) other[Symbol.dispose]()
  })

  test.skipIf(lanAddress === undefined)(
    'opens from the network while that is open, with its own files only',
    async () => {
      const { lan } = await office.staff.call<Settings>('GET', '/settings')
      const { hostNames, allowedOrigins } = lan
      await office.staff.putLanSettings({ open: true, hostNames, allowedOrigins })
      const { addresses } = await displayOf(register.id)
      const address = addresses.find((candidate) => candidate.includes(lanAddress ?? '?')) ?? ''
      const page = await (await fetch(address)).text()
      const own = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, asset]) => asset ?? '')
      for (const asset of own) expect((await fetch(new URL(asset, address))).status, asset).toBe(200)
      const staffPage = (await get('/')).text
      const staffOnly = [...staffPage.matchAll(/"(\/assets\/index-[^"]+)"/g)].map(([, asset]) => asset ?? '')
      expect(staffOnly.length).toBeGreaterThan(0)
      for (const asset of staffOnly) expect((await fetch(new URL(asset, address))).status, asset).toBe(403)
      using far = await openDisplayStream(address)
      await far.until(({ kind }) => kind === 'idle')
      await office.staff.putLanSettings({ open: false, hostNames, allowedOrigins })
      expect((await displayOf(register.id)).addresses).toEqual([])
    },
  )
})
