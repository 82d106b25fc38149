import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import TillScreen from '#renderer/features/till/TillScreen.vue'
import type { Order } from '#shared/contract/order-api'
import { problem } from '../app/fake-server'
import { fakeStream } from '../app/fake-stream'
import { mountScreen, press, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'
import { anOrder, aRegister } from './catalogue'
import { fakeTill } from './fake-till'

let till: ReturnType<typeof fakeTill>
let screen: VueWrapper

const text = () => screen.text().replaceAll('\u00a0', ' ')

async function open(): Promise<void> {
  screen = mountScreen(TillScreen)
  await settled()
  await settled()
}
function atServer(id: number, fields: Partial<Order>): void {
  const request = { eventId: 1, shiftId: 5, lines: [{ ticketTypeId: 1, count: 2 }] }
  till.orders.set(id, anOrder(request, { id, orderNumber: id, ...fields }))
}
async function type(words: string): Promise<void> {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement)) throw new Error('No field has the keyboard')
  field.value = words
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  await settled()
}

beforeEach(() => {
  sessionStorage.clear()
  till = fakeTill()
})
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

describe('after the app was killed', () => {
  test('the basket that this register worked on stands there again', async () => {
    atServer(31, {})
    await open()
    expect(text()).toContain('Order 31')
    expect(text()).toContain('2 × Standardbiljett')
    await press('a')
    expect(till.sent('PUT /orders/:id')[0]?.body).toMatchObject({ lines: [{ ticketTypeId: 1, count: 3 }] })
  })

  test('a partly paid one goes on with the rest', async () => {
    atServer(31, {})
    till.pay(31, 'cash', { amountOre: 20_000, givenOre: 20_000 })
    await open()
    expect(text()).toContain('Hur betalar kunden?')
    expect(text()).toMatch(/Kvar att betala\s*199,98 kr/)
  })

  test('one from a shift that has been closed meanwhile is taken over by the new one', async () => {
    atServer(31, { shiftId: 4 })
    await open()
    expect(till.sent('POST /orders/:id/take-ups')[0]?.body).toEqual({ shiftId: 5 })
    expect(text()).toContain('Order 31')
  })

  test('other registers and parked sales are left alone', async () => {
    atServer(31, { shiftId: 8, registerId: 2 })
    atServer(32, { shiftId: null, registerId: null, parkedName: 'bord 4' })
    await open()
    expect(text()).toContain('Korgen är tom')
    expect(till.sent('POST /orders/:id/take-ups')).toEqual([])
  })

  test('without an open shift it waits until there is one', async () => {
    atServer(31, { shiftId: 4 })
    till.registers = [aRegister({ openShift: null })]
    await open()
    expect(text()).toContain('Kassan är stängd')
    signInAs('cashier')
    const { tell } = fakeStream()
    till.registers = [aRegister()]
    tell('hello', { now: new Date().toISOString() })
    await settled()
    await settled()
    await settled()
    expect(text()).toContain('Order 31')
  })
})

describe('parking', () => {
  test('P and a name leave the basket for any till, and the next sale begins', async () => {
    await open()
    await press('2', 'a', 'p')
    await type('bord 4')
    await press('Enter')
    expect(till.sent('POST /orders/:id/parkings')[0]?.body).toEqual({ name: 'bord 4' })
    expect(text()).toContain('Korgen är tom')
  })

  test('without a name it gets the time', async () => {
    await open()
    await press('2', 'a', 'p', 'Enter')
    expect(till.sent('POST /orders/:id/parkings')[0]?.body).toEqual({
      name: expect.stringMatching(/^Kund \d\d/) as string,
    })
  })

  test('Escape keeps the basket', async () => {
    await open()
    await press('2', 'a', 'p', 'Escape')
    expect(till.sent('POST /orders/:id/parkings')).toEqual([])
    expect(text()).toContain('399,98 kr')
  })

  test('parked sales stand under the tickets, and their key takes one up', async () => {
    atServer(32, { shiftId: null, registerId: null, parkedName: 'bord 4' })
    await open()
    expect(text()).toContain('bord 4')
    expect(text()).toContain('2 biljetter')
    await press('F6')
    expect(till.sent('POST /orders/:id/take-ups')[0]?.body).toEqual({ shiftId: 5 })
    expect(text()).toContain('Order 32')
    expect(text()).not.toContain('Parkerad')
  })

  test('what stands in the way is parked, not lost', async () => {
    atServer(32, { shiftId: null, registerId: null, parkedName: 'bord 4' })
    await open()
    await press('d', 'F6')
    expect(till.sent('POST /orders/:id/parkings')).toHaveLength(1)
    expect(text()).toContain('Order 32')
    expect([...till.orders.values()].filter(({ status }) => status === 'reserved')).toHaveLength(2)
  })

  test('what another till works on is asked about first', async () => {
    atServer(31, { shiftId: 8, registerId: 2 })
    await open()
    await press('F6')
    expect(text()).toContain('Kassa 2 håller på med köpet. Ta över det hit?')
    expect(till.sent('POST /orders/:id/take-ups')).toEqual([])
    await press('Escape')
    expect(text()).not.toContain('Ta över det hit?')
    await press('F6', 'Enter')
    expect(text()).toContain('Order 31')
  })
})

describe('taking payment for an order', () => {
  const summary = {
    ...{ id: 40, orderNumber: 40, status: 'reserved', channel: 'api', eventTitle: 'Fysikalen Dag 1' },
    ...{ email: 'anna@example.se', ticketCount: 2, refundedCount: 0, totalOre: 39_998, createdAt: '' },
  }
  beforeEach(async () => {
    atServer(40, { channel: 'api', shiftId: null, registerId: null })
    till.answers.set('GET /orders', () => ({ status: 200, body: { orders: [summary] } }))
    await open()
    till.answers.set('GET /open-orders', () => ({ status: 200, body: { orders: [] } }))
    await press('o')
    await type('ABCDEF')
  })

  test('a code and Enter, as a scanner sends them, and it is being paid', async () => {
    await press('Enter')
    await settled()
    expect(till.sent('POST /orders/:id/take-ups')).toHaveLength(1)
    expect(text()).toContain('Hur betalar kunden?')
    await press('k', 'Enter')
    expect(text()).toContain('Betalt')
    await press('Enter')
    expect(text()).toContain('Korgen är tom')
  })

  test('Escape puts it back under its number', async () => {
    await press('Enter')
    await settled()
    await press('Escape')
    await settled()
    expect(till.sent('POST /orders/:id/parkings')[0]?.body).toEqual({ name: 'Order 40' })
    expect(text()).toContain('Korgen är tom')
  })

  test('a refusal is told, and the basket is still there', async () => {
    till.answers.set('POST /orders/:id/take-ups', () => problem(409, 'not_payable'))
    await press('Enter')
    await settled()
    expect(text()).toContain('Ordern går inte att betala längre.')
  })
})

describe('training', () => {
  test('is marked over the whole till, sells with its mark, and asks for no real Swish', async () => {
    await open()
    await press('a', 'F4')
    expect(text()).toContain('ÖVNING')
    expect(text()).toContain('Korgen är tom')
    await press('2', 'a')
    expect(till.sent('POST /orders').at(-1)?.body).toMatchObject({ training: true })
    await press('Enter')
    expect(text()).toContain('Övning frågar aldrig efter riktiga pengar.')
    await press('s')
    expect(till.sent('POST /orders/:id/swish-payments')).toEqual([])
    await press('k', 'Enter')
    expect(text()).toContain('Betalt')
  })

  test('the real basket is there again afterwards', async () => {
    await open()
    await press('a', 'F4', 'F4')
    expect(text()).not.toContain('ÖVNING')
    expect(text()).toContain('1 × Standardbiljett')
  })
})
