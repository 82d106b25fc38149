import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { phoneAsWritten } from '#renderer/features/simulator/payer'
import SimulatorScreen from '#renderer/features/simulator/SimulatorScreen.vue'
import type { SimulatedPayment, Simulator } from '#shared/contract/swish-simulator-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'

/** The stream of news, in the hands of the test. */
class FakeEventSource extends EventTarget {
  static opened: FakeEventSource | undefined
  constructor() {
    super()
    FakeEventSource.opened = this
  }
  close(): void {
    // Nothing is open.
  }
  tell(name: string): void {
    this.dispatchEvent(new MessageEvent(name, { data: '{}' }))
  }
}

const aPayment = (fields: Partial<SimulatedPayment> = {}): SimulatedPayment => ({
  instructionId: 'A'.repeat(32),
  amountOre: 39_998,
  message: 'Fysikalen 1',
  payerAlias: null,
  status: 'CREATED',
  createdAt: new Date().toISOString(),
  ...fields,
})
const second = aPayment({ instructionId: 'B'.repeat(32), amountOre: 6_000, payerAlias: '46701234567' })

let simulator: Simulator
let seen: FakeRequest[]
let refusal: FakeAnswer | undefined
let screen: VueWrapper

function answer({ method, path, body }: FakeRequest): FakeAnswer {
  if (refusal !== undefined) return refusal
  if (method === 'PUT') simulator = { ...simulator, ...(body as Partial<Simulator>) }
  if (method === 'POST') {
    const id = path.split('/').at(-1)
    simulator = { ...simulator, waiting: simulator.waiting.filter(({ instructionId }) => instructionId !== id) }
  }
  return { status: 200, body: simulator }
}

async function open(): Promise<void> {
  seen = fakeServer(answer)
  screen = mountScreen(SimulatorScreen)
  useConnectionStore().start()
  await settled()
}

const text = () => screen.text().replaceAll('\u00a0', ' ')
const deeds = () => seen.filter(({ method }) => method === 'POST')
const button = (name: string) => {
  const found = screen.findAll('button').find((candidate) => candidate.text().includes(name))
  if (found === undefined) throw new Error(`No button ${name} in: ${text()}`)
  return found
}

beforeEach(() => {
  vi.stubGlobal('EventSource', FakeEventSource)
  simulator = { mode: 'by_hand', line: 'up', waiting: [aPayment(), second] }
  refusal = undefined
})

afterEach(() => {
  useConnectionStore().stop()
  screen.unmount()
  vi.unstubAllGlobals()
})

test('says in large letters that it is practice, and how the customer was asked', async () => {
  await open()
  expect(screen.get('.practice').text()).toBe('ÖVNING')
  expect(text()).toContain('2 betalningar väntar')
  expect(text()).toContain('399,98 kr')
  expect(text()).toContain('Fysikalen 1')
  expect(text()).toContain('+46 70 123 45 67')
})

test('without payments it says how to get one', async () => {
  simulator = { ...simulator, waiting: [] }
  await open()
  expect(text()).toContain('Inga betalningar väntar')
  expect(text()).toContain('Sälj en biljett med Swish i kassan.')
})

describe('the customer’s deeds', () => {
  test.each([
    ['b', 'pay', 'Kunden betalade 399,98 kr.'],
    ['N', 'decline', 'Kunden nekade 399,98 kr.'],
    ['t', 'time_out', 'Tiden gick ut'],
    ['k', 'bank_refuses', 'Banken nekade'],
    ['a', 'bank_id_cancelled', 'Kunden avbröt BankID'],
    ['s', 'bank_silent', 'Banken svarade inte'],
  ])('key %s: %s', async (key, deed, said) => {
    await open()
    await press(key)
    expect(deeds().map(({ path, body }) => [path, body])).toEqual([
      [`/swish-simulator/payments/${'A'.repeat(32)}`, { deed }],
    ])
    expect(text()).toContain(said)
    expect(text()).toContain('1 betalning väntar')
  })

  test('arrows choose the payment that is acted on', async () => {
    await open()
    await press('ArrowDown', 'ArrowDown', 'b')
    expect(deeds()[0]?.path).toContain(second.instructionId)
    await press('b')
    expect(deeds()[1]?.path).toContain('A'.repeat(32))
  })

  test('a click on a payment and a button do the same', async () => {
    await open()
    await button('+46').trigger('click')
    await button('Neka').trigger('click')
    await settled()
    expect(deeds()[0]).toMatchObject({
      path: `/swish-simulator/payments/${second.instructionId}`,
      body: { deed: 'decline' },
    })
  })

  test('with nothing to act on no key does anything', async () => {
    simulator = { ...simulator, waiting: [] }
    await open()
    await press('b')
    expect(deeds()).toEqual([])
  })

  test('a payment that was settled meanwhile is said and goes away', async () => {
    await open()
    seen = fakeServer((request) => {
      if (request.method === 'POST') return problem(404, 'payment_not_waiting')
      return { status: 200, body: { ...simulator, waiting: [second] } }
    })
    await press('b')
    expect(text()).toContain('Betalningen väntade inte längre.')
    expect(text()).toContain('1 betalning väntar')
  })
})

test('who pays and the line are switched one without the other', async () => {
  await open()
  await button('Betalas av sig själv').trigger('click')
  await settled()
  expect(seen.at(-1)?.body).toEqual({ mode: 'automatic', line: 'up' })
  expect(text()).toContain('efter 4 sekunder')
  await button('Nere').trigger('click')
  await settled()
  expect(seen.at(-1)?.body).toEqual({ mode: 'automatic', line: 'down' })
  expect(text()).toContain('Internet är nere')
})

test('a new payment shows by itself, and what is looked at stays', async () => {
  await open()
  simulator = {
    ...simulator,
    waiting: [aPayment({ instructionId: 'C'.repeat(32), amountOre: 100 }), ...simulator.waiting],
  }
  FakeEventSource.opened?.tell('swish_simulator')
  await settled()
  expect(text()).toContain('3 betalningar väntar')
  expect(screen.get('.phone .amount').text().replaceAll('\u00a0', ' ')).toBe('399,98 kr')
})

test('another Swish in use is said', async () => {
  refusal = problem(404, 'not_simulated')
  await open()
  expect(text()).toContain('Simulatorn är inte igång')
})

test('numbers of other countries only get their plus', () => {
  expect([phoneAsWritten('46701234567'), phoneAsWritten('4790123456')]).toEqual(['+46 70 123 45 67', '+4790123456'])
})
