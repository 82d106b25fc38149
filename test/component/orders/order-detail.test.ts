import type { VueWrapper } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { i18n } from '#renderer/app/i18n'
import OrderDetail from '#renderer/features/orders/OrderDetail.vue'
import { useServerStore } from '#renderer/app/stores/server-store'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import type { Order, RefundQuote } from '#shared/contract/order-api'
import type { ServerStatus } from '#shared/contract/server-api'
import type { Role } from '#shared/domain/access/permissions'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { useExchangeStore } from '#renderer/app/stores/exchange-store'
import { signInAs } from '../app/sign-in-as'
import { aPaidOrder, aQuote, aRefund, aTicket } from './orders'

const push = vi.hoisted(() => vi.fn())
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

let answer: () => FakeAnswer
let quote: Partial<RefundQuote>
let requests: FakeRequest[]
/** What was asked for beside what it would do. */
const seen = () => requests.filter(({ path }) => path.endsWith('/refunds'))
let screen: VueWrapper

async function open(order: Order, role: Role = 'manager'): Promise<void> {
  screen = mountScreen(OrderDetail, { order, scans: undefined })
  signInAs(role)
  await settled()
}

const text = () => screen.text().replaceAll('\u00a0', ' ').replace(/\s+/g, ' ')
const button = (name: string) => screen.findAll('button').find((it) => it.text().replaceAll('\u00a0', ' ') === name)
const click = async (name: string) => {
  const found = button(name)
  if (found === undefined) throw new Error(`There is no button ${name} in: ${text()}`)
  await found.trigger('click')
  await settled()
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}
const choose = async (code: string) => {
  await screen.find(`input[value="${code}"]`).setValue(true)
  await settled()
}

const aRegister = {
  ...{ id: 2, name: 'Kassa 1', version: 1, archivedAt: null, lastCountedOre: null },
  openShift: {
    ...{ id: 4, registerId: 2, registerName: 'Kassa 1', floatOre: 0, openedAt: '2026-12-05T15:00:00.000Z' },
    ...{ openedBy: 'Kim Berg', openedById: 2, closedAt: null, closedBy: null },
  },
}

beforeEach(() => {
  answer = () => ({ status: 201, body: aRefund() })
  quote = {}
  requests = fakeServer(({ path, body }) => {
    if (path.startsWith('/approvers')) return { status: 200, body: { approvers: [{ id: 3, name: 'Maja Lind' }] } }
    if (!path.endsWith('/refund-quotes')) return answer()
    return { status: 200, body: aQuote((body as { ticketCodes: string[] }).ticketCodes, quote) }
  })
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

describe('refunding tickets', () => {
  test('says what will happen, asks once more, and sends what was said', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    expect(document.activeElement).toBe(screen.find('input[value="ABCDEF"]').element)
    await choose('ABCDEF')
    await click('Kan inte komma')
    expect(text()).toContain('Återbetalar 199,99 kr med Swish till samma nummer. Biljetten ABCDEF slutar gälla genast.')
    await submit()
    expect(seen()).toEqual([])
    expect(document.activeElement?.textContent.replaceAll('\u00a0', ' ').trim()).toBe('Ja, återbetala 199,99 kr')
    await submit()
    expect(seen()[0]?.path).toBe('/orders/7/refunds')
    expect(seen()[0]?.body).toEqual({ ticketCodes: ['ABCDEF'], reason: 'Kan inte komma' })
    expect(seen()[0]?.headers.get('idempotency-key')).toMatch(/.{16}/)
    expect(screen.emitted('changed')).toHaveLength(1)
    expect(document.activeElement?.textContent).toContain('Skickas till Swish')
    await screen.setProps({ order: aPaidOrder({ refunds: [aRefund({ status: 'paid' })] }) })
    expect(document.activeElement?.textContent).toContain('Pengarna är hos kunden')
  })

  test('of several tickets names them all', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await click('Välj alla')
    expect(text()).toContain(
      'Återbetalar 599,97 kr med Swish till samma nummer. Biljetterna ABCDEF, GHJKLM och NPQRST slutar gälla genast.',
    )
    await click('Välj inga')
    await submit()
    expect(text()).toContain('Välj biljetterna som ska ges tillbaka.')
    expect(seen()).toEqual([])
  })

  test('asks anew when the choice changes under the question', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Fel biljett')
    await submit()
    expect(button('Ja, återbetala 199,99 kr')).toBeDefined()
    await choose('GHJKLM')
    expect(button('Ja, återbetala 199,99 kr')).toBeUndefined()
    expect(seen()).toEqual([])
  })

  test('does not repeat itself after a lost answer: the key stays', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Fel biljett')
    await submit()
    answer = () => 'lost'
    await submit()
    expect(text()).toContain('Ingen kontakt med servern')
    answer = () => ({ status: 201, body: aRefund() })
    await submit()
    expect(seen()).toHaveLength(2)
    expect(seen()[0]?.headers.get('idempotency-key')).toBe(seen()[1]?.headers.get('idempotency-key'))
  })

  test('needs a reason, and Esc steps back one question at a time', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await submit()
    expect(text()).toContain('Skriv varför, eller välj ovanför.')
    await click('Inställt')
    await submit()
    await press('Escape')
    expect(button('Återbetala 199,99 kr …')).toBeDefined()
    await press('Escape')
    expect(button('Ge tillbaka biljetter …')).toBeDefined()
    expect(seen()).toEqual([])
  })

  test('tells which ticket cannot be refunded any longer', async () => {
    answer = () => problem(409, 'ticket_not_refundable', { ticketCode: 'ABCDEF', reason: 'used' })
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Fel biljett')
    await submit()
    await submit()
    expect(text()).toContain('Biljetten ABCDEF går inte att återbetala längre.')
  })

  test('leaves out what is refunded, and takes a used one only when it is chosen itself', async () => {
    await open(
      aPaidOrder({
        tickets: [
          aTicket('ABCDEF', { refundId: 5 }),
          aTicket('GHJKLM', { timesUsed: 1, firstUsedAt: '2026-12-05T17:30:00.000Z' }),
          aTicket('NPQRST', { discountOre: 9_999 }),
        ],
        refunds: [aRefund({ status: 'paid' })],
      }),
    )
    expect(text()).toContain('Delvis återbetald')
    await click('Ge tillbaka biljetter …')
    expect(screen.find('input[value="ABCDEF"]').attributes('disabled')).toBeDefined()
    await click('Välj alla')
    expect(text()).toContain('Biljetten NPQRST slutar gälla genast.')
    expect(text()).toContain('NPQRST Standardbiljett100,00')
    quote = { permission: 'large_refund' }
    await choose('GHJKLM')
    expect(text()).toContain('Någon har redan släppts in på GHJKLM.')
    await click('Fel biljett')
    await submit()
    await submit()
    expect(seen()[0]?.body).toMatchObject({ ticketCodes: ['GHJKLM', 'NPQRST'], evenUsed: true })
  })

  test('by several tenders says what to do with each, and what is left to do afterwards', async () => {
    quote = {
      ways: [
        { tender: 'swish', amountOre: 5_000, payableOre: 5_000 },
        { tender: 'card', amountOre: 7_000, payableOre: 7_000 },
        { tender: 'cash', amountOre: 7_999, payableOre: 8_000 },
      ],
    }
    await open(aPaidOrder())
    useShiftStore().registers = [aRegister]
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    expect(text()).toContain(
      'Återbetalar 50 kr med Swish till samma nummer. Återbetala 70 kr på kortterminalen. Ta 80 kr ur lådan. Biljetten',
    )
    await click('Kan inte komma')
    await submit()
    await submit()
    expect(seen()[0]?.body).toMatchObject({ shiftId: 4 })
    expect(document.activeElement?.textContent.replaceAll('\u00a0', ' ')).toContain('Ta 80 kr ur lådan.')
  })

  test('in cash needs an open shift', async () => {
    quote = { ways: [{ tender: 'cash', amountOre: 19_999, payableOre: 20_000 }] }
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Kan inte komma')
    expect(text()).toContain('öppna ett skift i kassan först')
    await submit()
    expect(button('Ja, återbetala 200 kr')).toBeUndefined()
  })

  test('above the limit asks for somebody’s PIN, and tells a wrong one', async () => {
    quote = { permission: 'large_refund', approvalNeeded: true }
    await open(aPaidOrder(), 'cashier')
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Kan inte komma')
    await submit()
    expect(text()).toContain('Någon som får återbetala stora belopp godkänner med sin PIN.')
    await submit()
    expect(seen()).toEqual([])
    answer = () => problem(403, 'wrong_pin', { triesLeft: 3 })
    await screen.find('.pin input').setValue('918273')
    await submit()
    expect(text()).toContain('Fel PIN. 3 försök kvar.')
    answer = () => ({ status: 201, body: aRefund() })
    await screen.find('.pin input').setValue('111111')
    await submit()
    expect(seen().map(({ body }) => (body as { approval: unknown }).approval)).toEqual([
      { staffUserId: 3, pin: '918273' },
      { staffUserId: 3, pin: '111111' },
    ])
    expect(screen.emitted('changed')).toHaveLength(1)
  })

  test('voids a sale that was a mistake', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('ABCDEF')
    await click('Makulera')
    await click('Felslag')
    await submit()
    expect(button('Ja, makulera 199,99 kr')).toBeDefined()
    await submit()
    expect(seen()[0]?.body).toMatchObject({ kind: 'void', reason: 'Felslag' })
  })

  test('hands tickets that are to be exchanged to the till', async () => {
    await open(aPaidOrder())
    await click('Ge tillbaka biljetter …')
    await choose('GHJKLM')
    await click('Byt mot andra biljetter')
    expect(useExchangeStore().take()).toEqual({ fromOrderId: 7, ticketCodes: ['GHJKLM'], worthOre: 19_999 })
    expect(useExchangeStore().take()).toBeNull()
    expect(push).toHaveBeenCalledWith('/till')
  })

  test('is for paid orders with tickets', async () => {
    await open(aPaidOrder({ status: 'refunded' }))
    expect(button('Ge tillbaka biljetter …')).toBeUndefined()
    screen.unmount()
    await open(aPaidOrder({ training: true, tickets: [] }))
    expect(button('Ge tillbaka biljetter …')).toBeUndefined()
    expect(text()).toContain('Övning: inga riktiga pengar')
  })
})

describe('what was sold and paid', () => {
  test('shows the discount, who gave it, and parts that went back', async () => {
    const [payment] = aPaidOrder().payments
    if (payment === undefined) throw new Error('no payment')
    await open(
      aPaidOrder({
        discount: {
          ...{ kind: 'percent', rule: 'percent', value: 2_500, amountOre: 14_999, reason: 'Grupp' },
          ...{ voucherCode: null, grantedBy: 'Kim Berg', approvedBy: 'Maja Lind' },
        },
        totalOre: 44_998,
        payments: [
          { ...payment, tender: 'card', amountOre: 10_000 },
          { ...payment, id: 2, tender: 'card', amountOre: -10_000, reversesId: 1 },
          { ...payment, id: 3, tender: 'swish_by_eye', amountOre: 44_998 },
        ],
      }),
    )
    expect(text()).toContain('Rabatt 25 %: Grupp−149,99Gavs av Kim Berg, godkänt av Maja Lind')
    expect(text()).toContain('Tillbaka: Kort−100,00')
    expect(text()).toContain('Swish, sett på skärmen449,98')
  })

  test('prints a receipt’s copy at this till, once', async () => {
    const receipt = {
      ...{ id: 3, kind: 'sale' as const, number: 41, registerName: 'Kassa 1', totalOre: 59_997 },
      ...{ at: '2026-12-05T16:01:00.000Z', pagePath: '/receipts/abc' },
    }
    await open(aPaidOrder({ receipts: [receipt] }))
    useShiftStore().registers = [aRegister]
    await settled()
    answer = () => ({ status: 201, body: {} })
    await click('Skriv ut kopia')
    expect(requests.at(-1)).toMatchObject({ path: '/receipts/3/copies', body: { registerId: 2 } })
    expect(text()).toContain('Kopian skrivs ut.')
    answer = () => problem(409, 'copied_already', { at: '2026-12-05T16:01:00.000Z' })
    await click('Skriv ut kopia')
    expect(text()).toContain('Kvittot har redan en kopia.')
  })
})

describe('a refund’s way', () => {
  test.each([
    ['initiated', 'Skickas till Swish', 'Återbetalas'],
    ['created', 'Swish har tagit emot den', 'Återbetalas'],
    ['debited', 'Pengarna har lämnat vårt konto', 'Återbetalas'],
    ['unknown', 'Inget svar från Swish, vi frågar igen', 'Återbetalas'],
    ['paid', 'Pengarna är hos kunden', 'Återbetald'],
    ['error', 'Gick inte igenom', 'Gäller inte'],
  ] as const)('%s is told as "%s"', async (status, words, ticketWord) => {
    await open(
      aPaidOrder({ tickets: [aTicket('ABCDEF', { refundId: 5 }), aTicket('GHJKLM')], refunds: [aRefund({ status })] }),
    )
    expect(text()).toContain(words)
    expect(screen.find('.ended').text()).toContain(ticketWord)
  })

  test('that failed says why and leads to where it is decided', async () => {
    await open(aPaidOrder({ refunds: [aRefund({ status: 'error', errorCode: 'AM04', attention: 'failed' })] }))
    expect(text()).toContain('Det finns för lite pengar på vårt konto.')
    expect(screen.findAll('a').some((link) => link.attributes('href') === '#/payments')).toBe(true)
  })

  test('money that has gone back is counted once', async () => {
    const order = aPaidOrder({ refunds: [aRefund({ status: 'paid' })] })
    const [payment] = order.payments
    if (payment === undefined) throw new Error('no payment')
    await open({ ...order, payments: [payment, { ...payment, id: 2, amountOre: -19_999 }] })
    expect(text().match(/−199,99/g)).toHaveLength(1)
    expect(text()).toContain('Kvar hos oss399,98 kr')
  })

  test('money without seats waits for a decision', async () => {
    await open(
      aPaidOrder({
        refundsDue: [
          {
            id: 1,
            orderId: 7,
            amountOre: 59_997,
            reason: 'paid_twice',
            openedAt: '2026-12-05T16:05:00.000Z',
            resolution: null,
            resolvedAt: null,
            resolvedBy: null,
          },
        ],
      }),
    )
    expect(text()).toContain('Pengar som väntar på beslut')
    expect(text()).toContain('Avgör i Betalningar')
  })
})

describe('the story', () => {
  const at = '2026-12-05T16:00:00.000Z'
  const kinds = [
    'payment_started',
    'payment_created',
    'payment_unknown',
    'payment_declined',
    'payment_error',
    'payment_cancelled',
    'payment_cancel_requested',
    'payment_settled_by_hand',
    'late_payment',
    'refund_due',
    'refund_due_seated',
    'refund_due_settled',
    'refund_requested',
    'refund_created',
    'refund_debited',
    'refund_paid',
    'refund_error',
    'refund_unknown',
    'refund_settled_by_hand',
    'tickets_refunded',
    'basket_changed',
    'parked',
    'taken_up',
    'handed_over',
    'discounted',
    'discount_removed',
    'part_paid',
    'part_given_back',
    'paid',
    'admitted',
    'exchanged',
  ]

  test.each(['sv', 'en'] as const)('has a whole sentence for each kind in %s', async (language) => {
    const full = {
      amountOre: 19_999,
      errorCode: 'TM01',
      reason: 'Sjuk',
      ticketCodes: ['ABCDEF'],
      payerEnding: '4567',
      name: 'Grupp 8',
      toOrder: '12',
    }
    const timeline = kinds.flatMap((kind) => [
      { at, kind, by: null, detail: ['parked', 'exchanged'].includes(kind) ? { name: 'Grupp 8', toOrder: '12' } : {} },
      { at, kind, by: 'Kim Berg', detail: full },
    ])
    await open(aPaidOrder({ timeline }))
    useServerStore().status = { language } as ServerStatus
    i18n.global.locale.value = language
    await nextTick()
    const sentences = screen.findAll('.sentence').map((it) => it.text())
    expect(sentences).toHaveLength(2 * kinds.length)
    expect(sentences.filter((it) => !/^\S.*\.$/.test(it) || /[{}]|orders\.|undefined| {2}/.test(it))).toEqual([])
    expect(sentences.filter((it) => it.includes('(refund_') || it.includes('(payment_'))).toEqual([])
  })

  test('tells what a person decided, with their words', async () => {
    await open(
      aPaidOrder({
        timeline: [
          {
            at,
            kind: 'payment_settled_by_hand',
            by: 'Maja Lind',
            detail: { outcome: 'paid', amountOre: 59_997, note: 'Syns på kontot' },
          },
        ],
      }),
    )
    expect(text()).toContain('Pengarna på 599,97 kr hade kommit, enligt besked av Maja Lind.')
    expect(text()).toContain('”Syns på kontot”')
  })

  test('tells in Swish’s own words what went wrong, and how we came to know', async () => {
    const detail = { cause: 'poll', swishStatus: 'ERROR', errorCode: 'TM01', errorText: 'Payment timed out' }
    await open(aPaidOrder({ timeline: [{ at, kind: 'payment_error', by: null, detail }] }))
    expect(text()).toContain('Swishbetalningen misslyckades (TM01).')
    expect(text()).toContain('Payment timed out')
    expect(text()).toContain('Vi frågade Swish: ERROR')
  })

  test('a kind that nobody has put into words is still told', async () => {
    await open(aPaidOrder({ timeline: [{ at, kind: 'moon_landed', by: null, detail: {} }] }))
    expect(text()).toContain('Något hände (moon_landed).')
  })
})
