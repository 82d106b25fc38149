import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import TillScreen from '#renderer/features/till/TillScreen.vue'
import { problem } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { fakeTill } from './fake-till'

let till: ReturnType<typeof fakeTill>
let screen: VueWrapper

const text = () => screen.text().replaceAll('\u00a0', ' ')
/** Types into the field that has the keyboard. */
async function type(words: string): Promise<void> {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement)) throw new Error('No field has the keyboard')
  field.value = words
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  await settled()
}

beforeEach(async () => {
  sessionStorage.clear()
  till = fakeTill()
  screen = mountScreen(TillScreen)
  await settled()
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

describe('splitting', () => {
  beforeEach(() => press('2', 'a', 'Enter', '2', '0', '0', 'k', 'Enter'))

  test('an amount before a tender pays that part, and the rest is in sight', () => {
    expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 20_000, amountOre: 20_000 })
    expect(text()).toContain('Hur betalar kunden?')
    expect(text()).toMatch(/Kontant\s*[−-]200,00/)
    expect(text()).toMatch(/Kvar att betala\s*199,98 kr/)
  })

  test('the rest goes by another tender and finishes the sale', async () => {
    await press('c')
    expect(text()).toContain('199,98 kr')
    await press('Enter')
    expect(till.sent('POST /orders/:id/recorded-payments')[0]?.body).toEqual({ tender: 'card' })
    expect(text()).toContain('Betalt')
    expect(text()).toContain('200 kr kontant + 199,98 kr med kort')
  })

  test('a part can be given back', async () => {
    await screen.get('[aria-label="Ge tillbaka 200 kr"], [aria-label="Ge tillbaka 200\u00a0kr"]').trigger('click')
    await settled()
    expect(till.sent('POST /orders/:id/payments/:id/reversals')).toHaveLength(1)
    expect(text()).toMatch(/Att betala\s*399,98 kr/)
    expect(text()).not.toContain('Kvar att betala')
  })

  test('two equal parts are two payments, a lost answer is none', async () => {
    till.answers.set('POST /orders/:id/cash-payments', (request) => {
      till.standard(request)
      return 'lost'
    })
    await press('5', '0', 'k', 'Enter')
    till.answers.clear()
    // The server has it already: the same key gives the same order.
    till.answers.set('POST /orders/:id/cash-payments', () => ({ status: 201, body: till.order }))
    await press('Enter')
    const keys = till.keysOf('POST /orders/:id/cash-payments')
    expect(keys[1]).toBe(keys[2])
    till.answers.clear()
    await press('5', '0', 'k', 'Enter')
    expect(new Set(till.keysOf('POST /orders/:id/cash-payments')).size).toBe(3)
    expect(text()).toMatch(/Kvar att betala\s*99,98 kr/)
  })

  test('the tickets can still be changed, never below what is paid', async () => {
    await press('Escape')
    till.answers.set('PUT /orders/:id', () => problem(409, 'part_paid'))
    await press('1', 'a')
    expect(text()).toContain('En del är redan betald')
    expect(text()).toContain('2 × Standardbiljett')
  })
})

test('more than is left before K is what the customer handed over', async () => {
  await press('2', 'a', 'Enter', '5', '0', '0', 'k')
  expect(text()).toMatch(/Växel\s*100 kr/)
  await press('Enter')
  expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 50_000 })
})

test('a part with öre cannot be cash', async () => {
  await press('2', 'a', 'Enter', '5', '0', ',', '5', 'k')
  expect(text()).toContain('Kontant tar bara hela kronor.')
  expect(text()).not.toContain('Mottaget')
})

describe('recorded tenders', () => {
  test('card asks for nothing but Enter, and takes a reference', async () => {
    await press('2', 'a', 'c')
    expect(text()).toContain('Slå in beloppet på terminalen')
    await type('4711')
    await press('Enter')
    expect(till.sent('POST /orders/:id/recorded-payments')[0]?.body).toEqual({ tender: 'card', reference: '4711' })
    expect(text()).toContain('399,98 kr med kort')
  })

  test('Swish by eye says that nobody has confirmed it', async () => {
    await press('2', 'a', 'Enter')
    expect(text()).toContain('Inte bekräftad av Swish')
    await press('e')
    expect(text()).toContain('Läs beloppet, mottagaren och tiden på kundens telefon.')
    await press('Enter')
    expect(till.sent('POST /orders/:id/recorded-payments')[0]?.body).toEqual({ tender: 'swish_by_eye' })
  })

  test('Escape goes back to the tenders', async () => {
    await press('2', 'a', 'c', 'Escape')
    expect(text()).toContain('Hur betalar kunden?')
    expect(till.sent('POST /orders/:id/recorded-payments')).toEqual([])
  })
})

describe('discounts', () => {
  beforeEach(() => press('2', 'a', 'Enter', 'r'))

  test('a percentage with its reason; its line in the basket can be taken away', async () => {
    await type('10%')
    expect(text()).toContain('40 kr av. Kvar att betala 359,98 kr.')
    await press('Enter')
    expect(till.sent('PUT /orders/:id/discount')).toEqual([])
    await screen
      .findAll('button')
      .find((button) => button.text() === 'Medlem')
      ?.trigger('click')
    await press('Enter')
    expect(till.sent('PUT /orders/:id/discount')[0]?.body).toEqual({ kind: 'percent', value: 1_000, reason: 'Medlem' })
    expect(text()).toMatch(/Rabatt · Medlem\s*[−-]40,00/)
    expect(text()).toMatch(/Att betala\s*359,98 kr/)
    await screen.get('[aria-label="Ta bort rabatten"]').trigger('click')
    await settled()
    expect(text()).toMatch(/Att betala\s*399,98 kr/)
  })

  test('a voucher needs no reason', async () => {
    await type('SOMMAR')
    await press('Enter')
    expect(till.sent('PUT /orders/:id/discount')[0]?.body).toEqual({ kind: 'voucher', code: 'SOMMAR' })
    expect(text()).toContain('Rabattkod · SOMMAR')
  })

  test('what the server says of a voucher is told in words', async () => {
    till.answers.set('PUT /orders/:id/discount', () => problem(409, 'voucher_used_up'))
    await type('SOMMAR')
    await press('Enter')
    expect(text()).toContain('Rabattkoden är redan använd.')
  })

  test('without the right somebody else allows it with a PIN', async () => {
    till.answers.set('PUT /orders/:id/discount', (request) =>
      'approval' in (request.body as object)
        ? till.standard(request)
        : problem(403, 'approval_needed', { permission: 'discount' }),
    )
    till.answers.set('GET /approvers', () => ({ status: 200, body: { approvers: [{ id: 1, name: 'Maja Lind' }] } }))
    await type('50')
    await screen
      .findAll('button')
      .find((button) => button.text() === 'Medlem')
      ?.trigger('click')
    await press('Enter')
    await settled()
    expect(text()).toContain('godkänner med sin PIN')
    await screen.get('input[aria-label="PIN för Maja Lind"]').setValue('111111')
    await press('Enter')
    await settled()
    expect(till.sent('PUT /orders/:id/discount').at(-1)?.body).toEqual({
      ...{ kind: 'amount', value: 5_000, reason: 'Medlem' },
      approval: { staffUserId: 1, pin: '111111' },
    })
    expect(text()).toMatch(/Att betala\s*349,98 kr/)
    expect(sessionStorage.getItem('lucka.till')).not.toContain('111111')
  })
})

test('complimentary: F, a reason, and Enter finishes without money', async () => {
  await press('2', 'a', 'f')
  await screen
    .findAll('button')
    .find((button) => button.text() === 'Gästlista')
    ?.trigger('click')
  await press('Enter')
  expect(till.sent('PUT /orders/:id/discount')[0]?.body).toEqual({ kind: 'complimentary', reason: 'Gästlista' })
  expect(text()).toContain('Inget att betala. Enter gör klart.')
  await press('Enter')
  expect(till.sent('POST /orders/:id/cash-payments')[0]?.body).toEqual({ givenOre: 0 })
  expect(text()).toContain('Klart')
})

describe('selling and letting in', () => {
  test('chosen with I before it is paid', async () => {
    await press('2', 'a', 'Enter', 'i', 'k', 'Enter')
    await settled()
    expect(till.sent('POST /orders/:id/admissions')).toHaveLength(1)
    expect(text()).toContain('En insläppt')
  })

  test('or afterwards; a lost answer is repeated with its key', async () => {
    await press('2', 'a', 'k', 'Enter')
    expect(till.sent('POST /orders/:id/admissions')).toEqual([])
    till.answers.set('POST /orders/:id/admissions', () => 'lost')
    await press('i')
    expect(text()).toContain('Ingen är insläppt.')
    till.answers.clear()
    await press('i')
    expect(new Set(till.keysOf('POST /orders/:id/admissions')).size).toBe(1)
    expect(text()).toContain('En insläppt')
  })

  test('the choice is for one sale only', async () => {
    await press('2', 'a', 'Enter', 'i', 'k', 'Enter', 'Enter')
    await press('a', 'k', 'Enter')
    await settled()
    expect(till.sent('POST /orders/:id/admissions')).toHaveLength(1)
  })
})

describe('undoing a sale', () => {
  beforeEach(() => press('2', 'a', 'k', 'Enter'))

  test('says what happens, voids every ticket, and tells what to give back', async () => {
    till.answers.set('POST /orders/:id/refunds', () => {
      const [ticket] = till.order.tickets
      if (ticket === undefined) throw new Error('No ticket')
      const refund = {
        ...{ id: 3, orderId: 17, kind: 'void' as const, tender: 'cash' as const, status: 'paid' as const },
        ...{ amountOre: 40_000, ticketCodes: ['ABCDEF'], reason: '', errorCode: null, errorText: null },
        ...{ createdAt: '', createdBy: null, approvedBy: null, settledAt: null, attention: null },
      }
      till.change(17, { status: 'refunded', tickets: [{ ...ticket, refundId: 3 }], refunds: [refund] })
      return { status: 201, body: refund }
    })
    await press('m')
    expect(text()).toContain('399,98 kr går tillbaka: Kontant.')
    await press('Enter')
    await settled()
    expect(till.sent('POST /orders/:id/refunds')[0]?.body).toMatchObject({
      ...{ kind: 'void', shiftId: 5, ticketCodes: ['ABCDEF'] },
    })
    expect(text()).toContain('Makulerat')
    expect(text()).toContain('Ge kunden 400 kr ur lådan')
  })

  test('Escape keeps the sale', async () => {
    await press('m', 'Escape')
    expect(till.sent('POST /orders/:id/refunds')).toEqual([])
    expect(text()).toContain('ABCDEF')
  })
})

describe('an exchange', () => {
  const old = (worthOre: number) => ({
    ...till.order,
    ...{ id: 9, orderNumber: 9, status: 'paid' as const, revision: 1 },
    tickets: [
      {
        ...{ id: 1, code: 'GAMMAL', ticketTypeId: 1, ticketTypeTitle: 'Standardbiljett', priceOre: worthOre },
        ...{ discountOre: 0, timesUsed: 0, firstUsedAt: null, refundId: null, blocked: null },
      },
    ],
  })

  async function find(worthOre: number): Promise<void> {
    await press('2', 'a', 'Enter', 'b')
    till.orders.set(9, old(worthOre))
    const summary = {
      ...{ id: 9, orderNumber: 9, status: 'paid', channel: 'till', eventTitle: 'Fysikalen Dag 1', email: null },
      ...{ ticketCount: 1, refundedCount: 0, totalOre: worthOre, createdAt: '' },
    }
    till.answers.set('GET /orders', () => ({ status: 200, body: { orders: [summary] } }))
    await type('gammal')
    await press('Enter')
    await settled()
  }

  test('what is over is said before it goes back', async () => {
    await find(50_000)
    expect(text()).toContain('De valda biljetterna är värda 500 kr.')
    expect(text()).toContain('100,02 kr går tillbaka till kunden')
    till.answers.set('POST /orders/:id/exchange-payments', () => ({ status: 201, body: till.pay(17, 'exchange', {}) }))
    await press('Enter')
    expect(till.sent('POST /orders/:id/exchange-payments')[0]?.body).toMatchObject({
      ...{ fromOrderId: 9, ticketCodes: ['GAMMAL'] },
    })
    expect(text()).toContain('Betalt')
  })

  test('a difference is paid first, by any tender, and then the exchange waits for Enter', async () => {
    await find(30_000)
    expect(text()).toContain('Kunden betalar 100 kr emellan först.')
    await press('Enter')
    expect(text()).toContain('Betalar en del:')
    await press('c', 'Enter')
    expect(till.sent('POST /orders/:id/recorded-payments')[0]?.body).toEqual({ tender: 'card', amountOre: 10_000 })
    await settled()
    expect(text()).toContain('Byt biljetterna')
  })
})
