/**
 * Whole days at several registers at once, made up by chance and played over real HTTP: every tender, in parts and whole,
 * discounts, parked baskets, parts given back, refunds, exchanges, practice, cash in and out, and the close. After each day
 * every invariant holds (Z reports are the sum of their receipts, the journal has each payment), and the journal's chain is whole.
 * LUCKA_TEST_SEED plays a day again.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { XReport, ZReport } from '#shared/contract/shift-report-api'
import type { Simulator } from '#shared/contract/swish-simulator-api'
import type { Voucher } from '#shared/contract/voucher-api'
import { createSeededRandom } from '../support/seeded-random'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'

const DAYS = 3
const ACTS = 120
const REGISTERS = 3

const random = createSeededRandom('sales days')
let server: SourceServer
let staff: StaffApi
let eventIds: number[]
let typeIds: number[]
let registers: Register[]
let voucher: Voucher

beforeAll(async () => {
  server = await startSourceServer()
  staff = await signInAsDemoManager(server.connections)
  typeIds = []
  for (const [priceOre, vatClassId] of [
    [19_999, 1],
    [9_950, 1],
    [4_945, 2],
    [12_349, 3],
    [15_000, 4],
    [0, 1],
  ] as const) {
    typeIds.push((await staff.createTicketType({ title: `Typ ${String(priceOre)}`, priceOre, vatClassId })).id)
  }
  eventIds = []
  for (const seats of [40, 5_000]) eventIds.push((await staff.createEvent({ seats, ticketTypeIds: typeIds })).id)
  for (let made = 1; made < REGISTERS; made++) {
    await staff.call('POST', '/registers', { name: `Kassa ${String(made + 1)}` })
  }
  registers = (await staff.call<{ registers: Register[] }>('GET', '/registers')).registers
  voucher = await staff.call('POST', '/vouchers', {
    ...{ code: null, title: 'Vän', kind: 'percent', value: 3_333, maxUses: 40 },
    ...{ validFrom: null, validTo: null, eventId: null },
  })
  await staff.call('PUT', '/swish-simulator', { mode: 'by_hand', line: 'up' })
})
afterAll(() => server[Symbol.asyncDispose]())

interface Day {
  shifts: Shift[]
  /** Unpaid, by id. */
  open: Set<number>
  /** Paid, and not all of it has gone back. */
  sold: Set<number>
  did: Map<string, number>
}

/** A call that may be refused, as a till's may, but never fails. Undefined when it was refused. */
async function dare<T>(day: Day, name: string, method: string, path: string, body?: object): Promise<T | undefined> {
  const answer = await staff.send(method, path, body)
  if (answer.status >= 400) {
    expect([404, 409, 422], `${name}: ${answer.text}`).toContain(answer.status)
    return undefined
  }
  day.did.set(name, (day.did.get(name) ?? 0) + 1)
  return answer.json() as T
}

function keep(day: Day, order: Order | undefined): void {
  if (order === undefined) return
  day.open.delete(order.id)
  day.sold.delete(order.id)
  if (order.status === 'reserved') day.open.add(order.id)
  if (order.status === 'paid' && !order.training) day.sold.add(order.id)
}

const someLines = () => {
  const chosen = new Set(Array.from({ length: random.between(1, 3) }, () => random.pick(typeIds)))
  return [...chosen].map((ticketTypeId) => ({ ticketTypeId, count: random.between(1, 4) }))
}
const oneOf = (ids: Set<number>) => (ids.size === 0 ? undefined : random.pick([...ids]))
const aPart = (restOre: number) => Math.max(1, Math.floor(restOre * random.fraction()))

type Act = (day: Day, shift: Shift) => Promise<void>

/** Does something with an unpaid order that a till works on. */
const withOpen =
  (act: (day: Day, order: Order, path: string, shift: Shift) => Promise<void>): Act =>
  async (day, shift) => {
    const id = oneOf(day.open)
    if (id === undefined) return
    await act(day, await staff.getOrder(id), `/orders/${String(id)}`, shift)
  }

async function refund(day: Day, shift: Shift, kind: 'refund' | 'void'): Promise<void> {
  const id = oneOf(day.sold)
  if (id === undefined) return
  const order = await staff.getOrder(id)
  const living = order.tickets.filter(({ refundId }) => refundId === null).map(({ code }) => code)
  const ticketCodes = living.slice(0, random.between(1, Math.max(1, living.length)))
  if (ticketCodes.length === 0) return
  const body = { ticketCodes, reason: 'Sjuk', kind, shiftId: shift.id }
  await dare(day, kind, 'POST', `/orders/${String(id)}/refunds`, body)
  keep(day, await staff.getOrder(id))
}

const acts: Record<string, { weight: number; act: Act }> = {
  sell: {
    weight: 10,
    act: async (day, { id: shiftId }) => {
      const body = { eventId: random.pick(eventIds), shiftId, lines: someLines(), training: random.chance(0.1) }
      keep(day, await dare<Order>(day, body.training ? 'practise' : 'sell', 'POST', '/orders', body))
    },
  },
  edit: {
    weight: 2,
    act: withOpen(async (day, { revision }, path) => {
      keep(day, await dare<Order>(day, 'edit', 'PUT', path, { lines: someLines(), revision }))
    }),
  },
  discount: {
    weight: 3,
    act: withOpen(async (day, _order, path) => {
      const discount = random.pick([
        { kind: 'amount', value: random.between(1, 20_000), reason: 'Trasig stol' },
        { kind: 'percent', value: random.between(1, 9_999), reason: 'Sällskap' },
        { kind: 'complimentary', reason: 'Press' },
        { kind: 'voucher', code: voucher.code },
      ])
      keep(day, await dare<Order>(day, 'discount', 'PUT', `${path}/discount`, discount))
    }),
  },
  cash: {
    weight: 6,
    act: withOpen(async (day, { totalOre, paidOre }, path) => {
      const restOre = totalOre - paidOre
      const part = random.chance(0.3) ? { amountOre: Math.floor(aPart(restOre) / 100) * 100 } : {}
      const body = { givenOre: restOre + random.between(0, 3) * 10_000 + 50, ...part }
      keep(day, await dare<Order>(day, 'cash', 'POST', `${path}/cash-payments`, body))
    }),
  },
  record: {
    weight: 6,
    act: withOpen(async (day, { totalOre, paidOre }, path) => {
      const tender = random.pick(['card', 'swish_by_eye'])
      const part = random.chance(0.5) ? { amountOre: aPart(totalOre - paidOre) } : {}
      keep(day, await dare<Order>(day, tender, 'POST', `${path}/recorded-payments`, { tender, ...part }))
    }),
  },
  swish: {
    weight: 4,
    act: withOpen(async (day, { id, totalOre, paidOre }, path) => {
      const part = random.chance(0.4) ? { amountOre: aPart(totalOre - paidOre) } : {}
      if ((await dare(day, 'swish', 'POST', `${path}/swish-payments`, part)) === undefined) return
      const { waiting } = await staff.call<Simulator>('GET', '/swish-simulator')
      const deed = random.pick(['pay', 'pay', 'pay', 'decline'])
      for (const { instructionId } of waiting) {
        await dare(day, `swish ${deed}`, 'POST', `/swish-simulator/payments/${instructionId}`, { deed })
      }
      keep(day, await staff.getOrder(id))
    }),
  },
  giveBackPart: {
    weight: 2,
    act: withOpen(async (day, { payments }, path) => {
      const part = payments.find(({ amountOre }) => amountOre > 0)
      if (part === undefined) return
      const reversal = `${path}/payments/${String(part.id)}/reversals`
      keep(day, await dare<Order>(day, 'give a part back', 'POST', reversal, {}))
    }),
  },
  park: {
    weight: 2,
    act: withOpen(async (day, _order, path) => {
      keep(day, await dare<Order>(day, 'park', 'POST', `${path}/parkings`, { name: 'Bord 4' }))
    }),
  },
  takeUp: {
    weight: 3,
    act: withOpen(async (day, _order, path, { id: shiftId }) => {
      keep(day, await dare<Order>(day, 'take up', 'POST', `${path}/take-ups`, { shiftId }))
    }),
  },
  release: {
    weight: 1,
    act: withOpen(async (day, _order, path) => {
      keep(day, await dare<Order>(day, 'release', 'DELETE', path))
    }),
  },
  refund: { weight: 3, act: (day, shift) => refund(day, shift, 'refund') },
  void: { weight: 1, act: (day, shift) => refund(day, shift, 'void') },
  exchange: {
    weight: 3,
    act: withOpen(async (day, _order, path) => {
      const fromOrderId = oneOf(day.sold)
      if (fromOrderId === undefined) return
      const { tickets } = await staff.getOrder(fromOrderId)
      const ticketCodes = tickets.filter(({ refundId }) => refundId === null).map(({ code }) => code)
      if (ticketCodes.length === 0) return
      const body = { fromOrderId, ticketCodes, reason: 'Annan dag' }
      keep(day, await dare<Order>(day, 'exchange', 'POST', `${path}/exchange-payments`, body))
      keep(day, await staff.getOrder(fromOrderId))
    }),
  },
  drawer: {
    weight: 2,
    act: async (day, { id }) => {
      const kind = random.pick(['paid_in', 'paid_out'])
      const body = { kind, amountOre: random.between(1, 300) * 100, reason: 'Växel' }
      await dare(day, kind, 'POST', `/shifts/${String(id)}/cash-movements`, body)
      if (random.chance(0.3)) {
        await dare(day, 'open the drawer', 'POST', `/shifts/${String(id)}/drawer-openings`, { reason: 'Växla' })
      }
    },
  },
}
const bag = Object.entries(acts).flatMap(([name, { weight }]) => Array<string>(weight).fill(name))

async function closeShift({ id }: Shift): Promise<ZReport> {
  const { report } = await staff.call<XReport>('GET', `/shifts/${String(id)}/x-report`)
  const counted = Math.max(0, report.cash.expectedOre) + (random.chance(0.3) ? random.between(0, 5) * 100 : 0)
  const z = await staff.call<ZReport>('POST', `/shifts/${String(id)}/closings`, {
    pieces: [{ valueOre: 100, count: Math.round(counted / 100) }],
    ...{ cardOre: null, swishByEyeOre: null, note: 'Räknat två gånger', handOver: { toShiftId: null } },
  })
  // What X has read, Z freezes: nothing happened between.
  expect(z.content.report).toEqual(report)
  expect(z.expectedOre).toBe(report.cash.expectedOre)
  return z
}

test(`${String(DAYS)} days of ${String(ACTS)} acts at ${String(REGISTERS)} registers end with every rule true`, async () => {
  const did = new Map<string, number>()
  const day: Day = { shifts: [], open: new Set(), sold: new Set(), did }
  for (let number = 1; number <= DAYS; number++) {
    day.shifts = []
    for (const { id: registerId } of registers) {
      day.shifts.push(
        await staff.call<Shift>('POST', '/shifts', { registerId, floatOre: random.between(0, 20) * 10_000 }),
      )
    }
    for (let count = 0; count < ACTS; count++) {
      const name = random.pick(bag)
      await acts[name]?.act(day, random.pick(day.shifts))
    }
    for (const shift of day.shifts) expect((await closeShift(shift)).number).toBe(number)
    expect(findViolations(server.dataFolder), `after day ${String(number)} of seed ${String(random.seed)}`).toEqual([])
    const verified = await staff.send('POST', '/journal/verifications', { head: null })
    expect(verified.json(), verified.text).toMatchObject({ sound: true, broken: null })
  }
  process.stderr.write(`${JSON.stringify(Object.fromEntries(did))}\n`)
  // Kinds that chance does not leave out: one that never happens is a till that always refuses it.
  for (const kind of ['sell', 'practise', 'discount', 'cash', 'swish pay', 'refund']) {
    expect(did.get(kind) ?? 0, kind).toBeGreaterThan(0)
  }
}, 240_000)
