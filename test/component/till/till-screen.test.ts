import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import TillScreen from '#renderer/features/till/TillScreen.vue'
import type { OrderEdit } from '#shared/contract/order-api'
import { problem, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { anEvent } from './catalogue'
import { fakeTill } from './fake-till'

let till: ReturnType<typeof fakeTill>
let screen: VueWrapper

async function open(): Promise<void> {
  screen = mountScreen(TillScreen)
  await settled()
}

async function reload(): Promise<void> {
  screen.unmount()
  await open()
}

const text = () => screen.text().replaceAll('\u00a0', ' ')

beforeEach(async () => {
  sessionStorage.clear()
  till = fakeTill()
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
    expect(till.sent('POST /orders')).toEqual([])
  })

  test('the basket survives a reload', async () => {
    await press('2', 'a')
    await reload()
    expect(text()).toContain('399,98 kr')
  })

  test('a sold-out tile stays and takes no press', async () => {
    till.events = [anEvent({ seatsLeft: 0 })]
    await reload()
    expect(text()).toContain('Slutsålt')
    expect(screen.get('button.tile').attributes('disabled')).toBeDefined()
  })
})

describe('cash', () => {
  test('two standard tickets with exact money are five keys', async () => {
    await press('2', 'a', 'Enter', 'k', 'Enter')
    expect(till.sent('POST /orders')[0]?.body).toEqual({
      eventId: 1,
      shiftId: 5,
      lines: [{ ticketTypeId: 1, count: 2 }],
    })
    expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 40_000 })
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
    expect(till.sent('POST /orders/:id/cash-payments')).toEqual([])
  })

  test('a lost answer is asked for again with the same key', async () => {
    till.answers.set('POST /orders/:id/cash-payments', () => 'lost')
    await press('2', 'a', 'k', 'Enter')
    expect(text()).toContain('ingenting säljs dubbelt')
    till.answers.clear()
    await press('Enter')
    const keys = till.keysOf('POST /orders/:id/cash-payments')
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
    expect(till.sent('POST /orders/:id/cash-payments')).toHaveLength(1)
  })

  test('paid elsewhere in the meantime is paid', async () => {
    await press('2', 'a', 'k')
    till.answers.set('POST /orders/:id/cash-payments', () => {
      till.pay(17, 'cash', { givenOre: 40_000 })
      return problem(409, 'not_payable', { status: 'paid' })
    })
    await press('Enter')
    expect(text()).toContain('Betalt')
  })
})

describe('steps back', () => {
  test('Escape goes one step at a time; the seats stay held and the basket stays', async () => {
    await press('2', 'a', 'k', '5', 'Escape', 'Escape')
    expect(text()).toContain('Hur betalar kunden?')
    await press('Escape')
    expect(till.sent('DELETE /orders/:id')).toEqual([])
    expect(text()).toContain('399,98 kr')
    await press('Enter')
    expect(till.sent('POST /orders')).toHaveLength(1)
    expect(text()).toContain('Hur betalar kunden?')
  })

  test('emptying the basket gives the seats back; the next ticket begins another order', async () => {
    await press('a', '-')
    expect(till.sent('DELETE /orders/:id')).toHaveLength(1)
    expect(text()).toContain('Korgen är tom')
    await press('a')
    expect(new Set(till.keysOf('POST /orders')).size).toBe(2)
  })

  test('a basket that could not be given up is given up as soon as the server answers', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    await press('a')
    till.answers.set('DELETE /orders/:id', () => 'lost')
    await press('-')
    expect(text()).toContain('Ingen kontakt med servern')
    till.answers.clear()
    await vi.advanceTimersByTimeAsync(2_500)
    await settled()
    expect(till.order.status).toBe('cancelled')
    expect(text()).not.toContain('Ingen kontakt med servern')
    vi.useRealTimers()
  })

  test('an order that was being paid before a reload is taken up again', async () => {
    await press('2', 'a', 'Enter')
    await reload()
    expect(text()).toContain('Hur betalar kunden?')
    expect(text()).toContain('Order 17')
    expect(till.sent('POST /orders')).toHaveLength(1)
  })

  test('a basket whose beginning got no answer is asked for again with its key after a reload', async () => {
    till.answers.set('POST /orders', () => 'lost')
    await press('2', 'a')
    till.answers.clear()
    await reload()
    const keys = till.keysOf('POST /orders')
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    await press('Enter')
    expect(text()).toContain('Hur betalar kunden?')
  })
})

describe('too few seats', () => {
  const upTo = (most: number) => (request: FakeRequest) => {
    const wanted = (request.body as OrderEdit).lines.reduce((sum, { count }) => sum + count, 0)
    return wanted > most ? problem(409, 'out_of_seats', { seatsLeft: most }) : till.standard(request)
  }

  beforeEach(async () => {
    for (const kind of ['POST /orders', 'PUT /orders/:id']) till.answers.set(kind, upTo(3))
    await press('5', 'a')
  })

  test('says how many are left before anybody has to pay, and sells those with one key', async () => {
    expect(text()).toContain('Bara 3 platser kvar. Sälja 3?')
    await press('Enter')
    expect(till.sent('POST /orders').at(-1)?.body).toMatchObject({ lines: [{ ticketTypeId: 1, count: 3 }] })
    await press('Enter')
    expect(text()).toContain('Hur betalar kunden?')
  })

  test('the number itself takes the offer', async () => {
    await press('3')
    expect(till.order.lines).toMatchObject([{ count: 3 }])
    expect(text()).toContain('599,97 kr')
  })

  test('Escape keeps the basket as it was', async () => {
    await press('Escape')
    expect(text()).not.toContain('Sälja 3?')
    expect(text()).toContain('999,95 kr')
  })

  test('what is not held cannot be paid', async () => {
    await press('Escape', 'Enter')
    expect(text()).toContain('Sälja 3?')
    expect(text()).not.toContain('Hur betalar kunden?')
  })

  test('offers fewer again after a step back from payment', async () => {
    await press('Enter', 'Enter', 'Escape', '6', 'a')
    expect(text()).toContain('Sälja 3?')
    await press('Enter', 'Enter')
    expect(text()).toContain('Hur betalar kunden?')
  })
})

describe('the line to the server', () => {
  /** Holds answers back until they are let go. */
  function slow(kind: string) {
    const waiting: (() => void)[] = []
    till.answers.set(kind, async (request) => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return till.standard(request)
    })
    return async () => {
      waiting.shift()?.()
      await settled()
    }
  }

  test('every key shows at once, however slow the server is', async () => {
    slow('POST /orders')
    await press('2', 'a', 'd')
    expect(text()).toContain('499,48 kr')
  })

  test('one request at a time, and the last wish wins', async () => {
    const answerBegin = slow('POST /orders')
    const answerEdit = slow('PUT /orders/:id')
    await press('a', 'a', 'a')
    expect(till.sent('POST /orders')).toHaveLength(1)
    expect(till.sent('PUT /orders/:id')).toHaveLength(0)
    await answerBegin()
    expect(till.sent('PUT /orders/:id')).toHaveLength(1)
    await press('a', 'a', 'd')
    expect(till.sent('PUT /orders/:id')).toHaveLength(1)
    await answerEdit()
    await answerEdit()
    const bodies = till.sent('PUT /orders/:id').map(({ body }) => (body as OrderEdit).lines)
    expect(bodies).toEqual([
      [{ ticketTypeId: 1, count: 3 }],
      [
        { ticketTypeId: 1, count: 5 },
        { ticketTypeId: 2, count: 1 },
      ],
    ])
    expect(till.order.totalOre).toBe(5 * 19_999 + 9_950)
  })

  test('keys that are typed ahead of a slow server pay what was meant', async () => {
    const answerBegin = slow('POST /orders')
    for (const key of ['2', 'a', 'Enter', 'k', 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
    await settled()
    expect(till.sent('POST /orders/:id/cash-payments')).toEqual([])
    await answerBegin()
    await settled()
    expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 40_000 })
    expect(text()).toContain('Betalt')
  })

  test('nor does a key get lost between the tenders and the panel that was asked for', async () => {
    const answerBegin = slow('POST /orders')
    for (const key of ['a', 'k', 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
    await settled()
    await answerBegin()
    await settled()
    expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 20_000 })
  })

  test('what is typed ahead of a field goes into it', async () => {
    const answerBegin = slow('POST /orders')
    for (const key of ['a', 'Enter', 'r', '1', '0', '%']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
    await settled()
    await answerBegin()
    await settled()
    expect(text()).toContain('20 kr av.')
  })

  test('a lost answer to a change is found out by its revision, and the wish is sent once more', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    await press('a')
    till.answers.set('PUT /orders/:id', (request) => {
      till.standard(request)
      return 'lost'
    })
    await press('a')
    till.answers.clear()
    await press('a')
    await vi.advanceTimersByTimeAsync(2_500)
    await settled()
    expect(till.order.lines).toMatchObject([{ count: 3 }])
    vi.useRealTimers()
  })

  test('without contact the basket stays here, says so, and is sent when the line is back', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    till.answers.set('POST /orders', () => 'lost')
    await press('2', 'a')
    expect(text()).toContain('Korgen finns kvar här')
    await press('d')
    expect(text()).toContain('499,48 kr')
    await press('Enter')
    expect(text()).not.toContain('Hur betalar kunden?')
    till.answers.clear()
    await vi.advanceTimersByTimeAsync(2_500)
    await settled()
    expect(new Set(till.keysOf('POST /orders')).size).toBe(1)
    expect(till.orders.size).toBe(1)
    expect(till.order.totalOre).toBe(49_948)
    vi.useRealTimers()
  })

  test('a basket that another till has taken over leaves this one, and says so', async () => {
    await press('2', 'a')
    till.change(17, { shiftId: 9, registerId: 2, revision: 4 })
    await press('a')
    expect(text()).toContain('Order 17 har tagits över av en annan kassa.')
    expect(text()).toContain('Korgen är tom')
  })
})

describe('holding the seats', () => {
  test('the countdown stands there, and a key renews it once a third is left', async () => {
    await press('2', 'a')
    expect(text()).toMatch(/Håller platserna\s*(10:0\d|9:5\d)/)
    await press('ArrowUp')
    expect(till.sent('POST /orders/:id/renewals')).toEqual([])
    const soon = till.change(17, { expiresAt: new Date(Date.now() + 100_000).toISOString() })
    till.answers.set('PUT /orders/:id', () => ({ status: 200, body: { ...soon, revision: 2 } }))
    await press('@', 'Escape', 'a')
    await press('ArrowUp')
    expect(till.sent('POST /orders/:id/renewals')).toHaveLength(1)
  })
})

describe('no open shift', () => {
  test('one calm panel leads to the shift; nothing is asked of the server', async () => {
    screen.unmount()
    till.registers = till.registers.map((register) => ({ ...register, openShift: null }))
    await open()
    expect(text()).toContain('Kassan är stängd')
    expect(text()).toContain('Öppna kassan')
    await press('2', 'a')
    expect(till.sent('POST /orders')).toEqual([])
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
