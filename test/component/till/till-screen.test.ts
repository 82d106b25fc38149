import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import TillScreen from '#renderer/features/till/TillScreen.vue'
import type { NewOrder, Order } from '#shared/contract/order-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { anEvent, anOrder, aTicketType } from './catalogue'

/** The server's side of one sale; a test puts another answer in front of it for one kind of request. */
let order: Order | null
let answers: Map<string, (request: FakeRequest) => FakeAnswer>
let seen: FakeRequest[]
let screen: VueWrapper

const catalogue = {
  events: [anEvent({ id: 2, title: 'Fysikalen Dag 2', eventAt: '2999-01-02T18:00:00.000Z' }), anEvent()],
  ticketTypes: [aTicketType(), aTicketType({ id: 2, title: 'Studentbiljett', priceOre: 9_950 })],
}

function answer(request: FakeRequest): FakeAnswer {
  const kind = `${request.method} ${request.path.replace(/\/\d+/, '/:id')}`
  const override = answers.get(kind)
  if (override !== undefined) return override(request)
  switch (kind) {
    case 'GET /catalogue':
      return { status: 200, body: catalogue }
    case 'POST /orders':
      order = anOrder(request.body as NewOrder)
      return { status: 201, body: order }
    case 'GET /orders/:id':
      return order === null ? problem(404, 'order_not_found') : { status: 200, body: order }
    case 'DELETE /orders/:id':
      if (order !== null) order = { ...order, status: 'cancelled' }
      return { status: 200, body: order }
    case 'POST /orders/:id/cash-payments':
      return { status: 201, body: paidInCash((request.body as { givenOre: number }).givenOre) }
    default:
      throw new Error(`The fake server does not know ${kind}`)
  }
}

function paidInCash(givenOre: number): Order {
  if (order === null) throw new Error('Nothing is reserved')
  const payableOre = Math.round(order.totalOre / 100) * 100
  const payment = {
    id: 1,
    tender: 'cash' as const,
    amountOre: order.totalOre,
    roundingOre: payableOre - order.totalOre,
    givenOre,
    changeOre: givenOre - payableOre,
    reference: null,
    takenAt: new Date().toISOString(),
    takenBy: 'Maja Lind',
  }
  const ticket = { code: 'ABCDEF', ticketTypeId: 1, ticketTypeTitle: 'Standardbiljett', priceOre: 19_999 }
  order = {
    ...order,
    status: 'paid',
    payments: [payment],
    tickets: [{ ...ticket, timesUsed: 0, firstUsedAt: null, refundId: null }],
  }
  return order
}

async function open(): Promise<void> {
  screen = mountScreen(TillScreen)
  await settled()
}

async function reload(): Promise<void> {
  screen.unmount()
  await open()
}

const sent = (kind: string) => seen.filter(({ method, path }) => kind === `${method} ${path.replace(/\/\d+/, '/:id')}`)
const text = () => screen.text().replaceAll('\u00a0', ' ')

beforeEach(async () => {
  sessionStorage.clear()
  order = null
  answers = new Map()
  seen = fakeServer(answer)
  await open()
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

describe('choosing tickets', () => {
  test('the next event comes first, and arrows change it without losing the basket', async () => {
    expect(text()).toContain('Fysikalen Dag 1')
    await press('2', 'a', 'ArrowRight')
    expect(text()).toContain('Fysikalen Dag 2')
    expect(text()).toContain('Korgen är tom')
    await press('ArrowLeft')
    expect(text()).toContain('399,98 kr')
  })

  test('counts, letters, minus and Delete shape the basket', async () => {
    await press('2', 'a', 'd', 'd')
    expect(text()).toContain('598,98 kr')
    await press('-')
    expect(text()).toContain('499,48 kr')
    await press('ArrowUp', 'Delete')
    expect(text()).toContain('99,50 kr')
  })

  test('keys that are typed into the address do not sell tickets', async () => {
    await press('a', '@')
    expect(document.activeElement?.tagName).toBe('INPUT')
    await press('d', '5')
    expect(text()).toContain('199,99 kr')
    await press('Escape', 'd')
    expect(text()).toContain('299,49 kr')
  })

  test('Enter on an empty basket asks the server for nothing', async () => {
    await press('Enter', 'k', 's')
    expect(sent('POST /orders')).toEqual([])
  })

  test('the basket survives a reload', async () => {
    await press('2', 'a')
    await reload()
    expect(text()).toContain('399,98 kr')
  })

  test('a sold-out tile stays and takes no press', async () => {
    answers.set('GET /catalogue', () => ({
      status: 200,
      body: { ...catalogue, events: [anEvent({ seatsLeft: 0 })] },
    }))
    await reload()
    expect(text()).toContain('Slutsålt')
    expect(screen.get('button.tile').attributes('disabled')).toBeDefined()
  })
})

describe('cash', () => {
  test('two standard tickets with exact money are five keys', async () => {
    await press('2', 'a', 'Enter', 'k', 'Enter')
    expect(sent('POST /orders')[0]?.body).toEqual({ eventId: 1, lines: [{ ticketTypeId: 1, count: 2 }] })
    expect(sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 40_000 })
    expect(text()).toContain('Betalt')
    expect(text()).toContain('ABCDEF')
  })

  test('four, when K is pressed at once', async () => {
    await press('2', 'a', 'k', 'Enter')
    expect(text()).toContain('Betalt')
  })

  test('rounding has its own line, and the change is told', async () => {
    await press('2', 'a', 'k', '5', '0', '0')
    expect(text()).toContain('Öresavrundning')
    expect(text()).toContain('0,02')
    expect(text()).toContain('100 kr')
    await press('Enter')
    expect(text()).toContain('Växel tillbaka')
  })

  test('too little cannot be finished', async () => {
    await press('2', 'a', 'k', '3', '0', '0', 'Enter')
    expect(text()).toContain('Fattas')
    expect(sent('POST /orders/:id/cash-payments')).toEqual([])
  })

  test('a lost answer is asked for again with the same key', async () => {
    answers.set('POST /orders/:id/cash-payments', () => 'lost')
    await press('2', 'a', 'k', 'Enter')
    expect(text()).toContain('ingenting säljs dubbelt')
    answers.clear()
    await press('Enter')
    const keys = sent('POST /orders/:id/cash-payments').map(({ headers }) => headers.get('idempotency-key'))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(text()).toContain('Betalt')
  })

  test('pressing twice pays once', async () => {
    await press('2', 'a', 'k')
    for (let press = 0; press < 2; press += 1) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    }
    await settled()
    expect(sent('POST /orders/:id/cash-payments')).toHaveLength(1)
  })

  test('paid elsewhere in the meantime is paid', async () => {
    await press('2', 'a', 'k')
    answers.set('POST /orders/:id/cash-payments', () => {
      paidInCash(40_000)
      return problem(409, 'not_payable', { status: 'paid' })
    })
    await press('Enter')
    expect(text()).toContain('Betalt')
  })
})

describe('steps back', () => {
  test('Escape goes one step at a time, gives the seats back and keeps the basket', async () => {
    await press('2', 'a', 'k', '5', 'Escape', 'Escape')
    expect(text()).toContain('Hur betalar kunden?')
    await press('Escape')
    expect(sent('DELETE /orders/:id')).toHaveLength(1)
    expect(text()).toContain('399,98 kr')
    await press('Enter')
    const keys = sent('POST /orders').map(({ headers }) => headers.get('idempotency-key'))
    expect(new Set(keys).size).toBe(2)
  })

  test('a reservation that could not be given back is given back before the next one', async () => {
    await press('a', 'Enter')
    answers.set('DELETE /orders/:id', () => 'lost')
    await press('Escape')
    answers.clear()
    await press('d', 'Enter')
    const kinds = seen.map(({ method, path }) => `${method} ${path}`)
    expect(kinds.filter((kind) => kind === 'DELETE /orders/17')).toHaveLength(2)
    expect(kinds.at(-1)).toBe('POST /orders')
  })

  test('an order reserved before a reload is taken up again', async () => {
    await press('2', 'a', 'Enter')
    await reload()
    expect(text()).toContain('Hur betalar kunden?')
    expect(text()).toContain('Order 17')
    expect(sent('POST /orders')).toHaveLength(1)
  })

  test('a reservation whose answer was lost is asked for again with its key after a reload', async () => {
    answers.set('POST /orders', () => 'lost')
    await press('2', 'a', 'Enter')
    answers.clear()
    await reload()
    const keys = sent('POST /orders').map(({ headers }) => headers.get('idempotency-key'))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(text()).toContain('Hur betalar kunden?')
  })
})

describe('too few seats', () => {
  beforeEach(async () => {
    answers.set('POST /orders', ({ body }) => {
      const wanted = (body as NewOrder).lines.reduce((sum, { count }) => sum + count, 0)
      if (wanted > 3) return problem(409, 'out_of_seats', { seatsLeft: 3 })
      order = anOrder(body as NewOrder)
      return { status: 201, body: order }
    })
    await press('5', 'a', 'Enter')
  })

  test('says how many are left and sells those with one key', async () => {
    expect(text()).toContain('Bara 3 platser kvar. Sälja 3?')
    await press('Enter')
    expect(sent('POST /orders').at(-1)?.body).toMatchObject({ lines: [{ ticketTypeId: 1, count: 3 }] })
    expect(text()).toContain('Hur betalar kunden?')
  })

  test('Escape keeps the basket as it was', async () => {
    await press('Escape')
    expect(text()).not.toContain('Sälja 3?')
    expect(text()).toContain('999,95 kr')
  })

  test('offers fewer again after a step back from payment', async () => {
    await press('Enter', 'Escape', '6', 'a', 'Enter')
    expect(text()).toContain('Sälja 3?')
    await press('Enter')
    expect(text()).toContain('Hur betalar kunden?')
  })
})

describe('after a sale', () => {
  beforeEach(() => press('2', 'a', 'k', 'Enter'))

  test('Enter begins the next one with an empty basket', async () => {
    await press('Enter')
    expect(text()).toContain('Korgen är tom')
  })

  test('a digit begins the next one and counts in it', async () => {
    await press('3', 'd')
    expect(text()).toContain('298,50 kr')
  })

  test('a letter begins the next one with its ticket', async () => {
    await press('d')
    expect(text()).toContain('99,50 kr')
  })
})
