import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import ClosePage from '#renderer/features/shift/ClosePage.vue'
import ClosingSteps from '#renderer/features/shift/ClosingSteps.vue'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { Blocker, Closing } from '#shared/contract/shift-report-api'
import { composeShiftReport } from '#shared/domain/shifts/shift-report'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { fakeStream } from '../app/fake-stream'
import { mountScreen, press, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'

const push = vi.fn()
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

const at = '2026-11-24T17:02:00.000Z'
const shift: Shift = {
  ...{ id: 7, registerId: 1, registerName: 'Kassa 1', floatOre: 100_000, openedAt: at, openedBy: 'Maja Lind' },
  ...{ openedById: 1, closedAt: null, closedBy: null },
}
const nothing = { count: 0, amountOre: 0 }
const report = composeShiftReport({
  floatOre: 100_000,
  payments: [
    { tender: 'cash', direction: 'in', training: false, count: 1, amountOre: 19_999, roundingOre: 1 },
    { tender: 'card', direction: 'in', training: false, count: 1, amountOre: 9_950, roundingOre: 0 },
  ],
  ...{ movements: [], receipts: [], vat: [], articles: [], drawerOpenings: 0, grandTotals: null },
  ...{ discounts: nothing, complimentary: nothing, copies: nothing, unfinished: nothing },
})
const x = {
  ...{ language: 'sv', zone: 'Europe/Stockholm', registerId: 1, registerName: 'Kassa 1', previousClose: null, report },
  company: { name: 'Fysikalen', organisationNumber: '', address: '' },
  ...{ openedAt: at, openedBy: 'Maja Lind', madeAt: at, madeBy: 'Maja Lind' },
}
const aBlocker = (fields: Partial<Blocker>): Blocker => ({
  ...{ kind: 'basket', id: 1, orderId: 1, title: 'Fysikalen Dag 1', tickets: 2, amountOre: 39_998, paidOre: 0 },
  ...{ parkedName: null, training: false, error: null, since: at },
  ...fields,
})

let screen: VueWrapper
let seen: FakeRequest[]
let blockers: Blocker[]
let closings: FakeAnswer[]
let registers: Register[]

const aRegister = (id: number, openShift: Shift | null): Register => ({
  ...{ id, name: `Kassa ${String(id)}`, version: 1, archivedAt: null, openShift, lastCountedOre: null },
})

function answer({ method, path }: FakeRequest): FakeAnswer {
  const call = `${method} ${path}`
  if (call === 'GET /registers') return { status: 200, body: { registers } }
  if (call === 'GET /shifts/7/x-report') return { status: 200, body: x }
  if (call === 'GET /shifts/7/blockers') return { status: 200, body: { blockers } }
  if (call === 'POST /shifts/7/hand-overs' || call === 'POST /shifts/7/seen-blockers') {
    blockers = blockers.slice(1)
    return { status: 200, body: { blockers } }
  }
  if (call === 'POST /mails/9/retries') return problem(404, 'mail_not_found')
  if (call === 'POST /shifts/7/closings') return closings.shift() ?? { status: 201, body: { id: 3 } }
  if (call === 'GET /approvers?permission=manage_shifts') return { status: 200, body: { approvers: [] } }
  throw new Error(`The fake server does not know ${call}`)
}

async function open(role: 'manager' | 'cashier' = 'manager', its: Partial<Shift> = {}): Promise<void> {
  screen = mountScreen(ClosingSteps, { shift: { ...shift, ...its } })
  signInAs(role)
  fakeStream()
  await useShiftStore().load()
  await settled()
  await settled()
}

beforeEach(() => {
  blockers = []
  registers = []
  closings = []
  sessionStorage.clear()
  seen = fakeServer(answer)
})
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

const text = () => screen.text().replaceAll('\u00a0', ' ').replaceAll('\u2212', '-')
const field = (name: string) =>
  [...document.querySelectorAll<HTMLInputElement>('.count input')].find((input) =>
    input.closest('label')?.textContent.replaceAll('\u00a0', ' ').startsWith(name),
  ) ?? document.createElement('input')
async function type(name: string, value: string): Promise<void> {
  const input = field(name)
  input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}
async function note(value: string): Promise<void> {
  await screen.find('input[aria-label="Anteckning"]').setValue(value)
}
async function close(): Promise<void> {
  await screen.find('form').trigger('submit')
  await settled()
}
const sent = () => seen.filter(({ path }) => path === '/shifts/7/closings')
const click = async (name: string) => {
  const button = screen.findAll('button').find((it) => it.text() === name)
  if (button === undefined) throw new Error(`There is no button ${name} in: ${text()}`)
  await button.trigger('click')
  await settled()
}

describe('counting', () => {
  test('begins with the largest note, adds up as it is typed, and is compared at once', async () => {
    await open()
    expect(document.activeElement).toBe(field('1 000 kr'))
    await type('500 kr', '2')
    await type('100 kr', '2')
    expect(text()).toContain('1 200 kr')
    expect(text()).toContain('Kontant1 200,001 200,000,00')
    await type('1 kr', '3')
    expect(text()).toContain('+3,00')
  })

  test('is walked through by Enter and arrows', async () => {
    await open()
    await press('Enter', 'ArrowDown')
    expect(document.activeElement).toBe(field('200 kr'))
    await press('ArrowUp')
    expect(document.activeElement).toBe(field('500 kr'))
  })

  test('asks for the terminal only when cards were taken, and compares it when somebody looked', async () => {
    await open()
    expect(text()).toContain('Kortterminalen')
    expect(text()).not.toContain('Swish, visadinte')
    await type('Kortterminalen', '99,50')
    expect(text()).toContain('Kort99,5099,500,00')
  })

  test('survives a reload', async () => {
    await open()
    await type('500 kr', '2')
    screen.unmount()
    await open()
    expect(field('500 kr').value).toBe('2')
  })

  test('shows the Z report as it will print', async () => {
    await open()
    await type('1 000 kr', '1')
    const paper = screen.find('.paper').text().replaceAll('\u00a0', ' ')
    expect(paper).toContain('Z-rapport 1')
    expect(paper).toContain('1 st 1 000,00 1 000,00')
  })
})

describe('closing', () => {
  test('sends what was counted, once for one intention', async () => {
    await open()
    await type('1 000 kr', '1')
    await type('200 kr', '1')
    closings = ['lost']
    await close()
    expect(text()).toContain('Ingen kontakt med servern')
    await close()
    expect(screen.emitted('closed')).toEqual([[3]])
    const [first, again] = sent()
    expect(first?.body).toEqual({
      pieces: [
        { valueOre: 100_000, count: 1 },
        { valueOre: 20_000, count: 1 },
      ],
      ...{ cardOre: null, swishByEyeOre: null, note: null, handOver: null },
    } satisfies Closing)
    expect(again?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'))
  })

  test('with a difference waits for a note', async () => {
    await open()
    await close()
    expect(sent()).toEqual([])
    expect(text()).toContain('Det skiljer. Skriv vad du tror att det beror på.')
    await note('Kassan räknas i morgon')
    await close()
    expect(sent()[0]?.body).toMatchObject({ note: 'Kassan räknas i morgon' })
  })

  test('that somebody else was first with leads to the Z report that there is', async () => {
    await open()
    await note('x')
    closings = [problem(409, 'shift_closed', { zReportId: 12 })]
    await close()
    expect(screen.emitted('closed')).toEqual([[12]])
  })

  test('leads to the Z report though the news of it came before the answer', async () => {
    registers = [aRegister(1, shift)]
    screen = mountScreen(ClosePage)
    signInAs('manager')
    const stream = fakeStream()
    await settled()
    await settled()
    await note('x')
    registers = [aRegister(1, null)]
    stream.tell('shift', { registerId: 1, shiftId: null })
    await settled()
    await close()
    expect(push).toHaveBeenLastCalledWith('/shift/reports/3')
  })

  test("of another person's till asks a cashier for somebody's approval", async () => {
    await open('cashier', { openedById: 99, openedBy: 'Kim Berg' })
    await note('x')
    await close()
    expect(sent()).toEqual([])
  })
})

describe('what is open', () => {
  test('can always be handed over in one go with the close', async () => {
    blockers = [aBlocker({}), aBlocker({ id: 2, kind: 'part_paid', paidOre: 10_000, parkedName: 'Bord 4' })]
    await open()
    expect(text()).toContain('Bord 4')
    expect(text()).toContain('Lämna över 2 köp och stäng')
    await note('x')
    await close()
    expect(sent()[0]?.body).toMatchObject({ handOver: { toShiftId: null } })
  })

  test('goes to the till that is chosen', async () => {
    blockers = [aBlocker({})]
    registers = [aRegister(1, shift), aRegister(2, { ...shift, id: 8, registerId: 2, openedBy: 'Kim Berg' })]
    await open()
    await screen.find('select').setValue('Kassa 2, Kim Berg')
    await note('x')
    await close()
    expect(sent()[0]?.body).toMatchObject({ handOver: { toShiftId: 8 } })
    expect(screen.findAll('option').map((option) => option.text())).toEqual([
      'Vilken kassa som helst',
      'Kassa 2, Kim Berg',
    ])
  })

  test('can be handed over one by one', async () => {
    blockers = [aBlocker({})]
    await open()
    await click('Lämna över')
    expect(seen.find(({ path }) => path === '/shifts/7/hand-overs')?.body).toEqual({ orderIds: [1], toShiftId: null })
    expect(text()).toContain('Allt är klart')
  })

  test('can be left for later, or tried again, and tells what went wrong', async () => {
    blockers = [aBlocker({ kind: 'mail', id: 9, title: 'maja@example.se', amountOre: null, tickets: null })]
    await open()
    await click('Försök igen')
    expect(text()).toContain('Något gick fel')
    await click('Det får vänta')
    expect(seen.find(({ path }) => path === '/shifts/7/seen-blockers')?.body).toEqual({ kind: 'mail', id: 9 })
  })
})
