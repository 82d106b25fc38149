import { expect, test } from 'vitest'
import type { SimulatedDeed } from '#shared/contract/swish-simulator-api'
import { newInstructionId, openBench, payerAlias } from './simulator-bench'

const byHand = { options: { mode: 'by_hand' } } as const

test.each<[SimulatedDeed, string, string | null]>([
  ['pay', 'PAID', null],
  ['decline', 'DECLINED', null],
  ['time_out', 'ERROR', 'TM01'],
  ['bank_refuses', 'ERROR', 'RF07'],
  ['bank_id_cancelled', 'ERROR', 'BANKIDCL'],
  ['bank_silent', 'ERROR', 'DS24'],
])('%s ends the payment in %s %s', async (deed, status, errorCode) => {
  const { pay, payment, engine, clock, heard } = openBench(byHand)
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(60_000)
  expect((await payment(id))['status']).toBe('CREATED')
  expect(engine.perform(id, deed)).toBe(true)
  const ended = await payment(id)
  expect(ended).toMatchObject({ status, errorCode, payerAlias: '46464646464' })
  expect(ended['datePaid']).toBe(status === 'PAID' ? '2026-11-23T18:01:00.000Z' : null)
  expect(engine.perform(id, 'pay')).toBe(false)
  await clock.pass(600_000)
  expect(await payment(id)).toEqual(ended)
  expect(heard()).toEqual([[status, 60]])
})

test('a payment that is left alone times out after three minutes', async () => {
  const { pay, payment, clock } = openBench(byHand)
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(179_999)
  expect((await payment(id))['status']).toBe('CREATED')
  await clock.pass(1)
  expect(await payment(id)).toMatchObject({ status: 'ERROR', errorCode: 'TM01' })
})

test('a payment whose message asks for an error meets it when its customer pays', async () => {
  const { pay, payment, engine } = openBench(byHand)
  const id = newInstructionId()
  await pay({ message: 'RF07' }, id)
  engine.perform(id, 'pay')
  expect(await payment(id)).toMatchObject({ status: 'ERROR', errorCode: 'RF07' })
})

test('nobody can play the customer of a payment that is unknown or over', async () => {
  const { pay, cancel, engine } = openBench(byHand)
  const id = newInstructionId()
  expect(engine.perform(id, 'pay')).toBe(false)
  await pay({}, id)
  await cancel(id)
  expect(engine.perform(id, 'pay')).toBe(false)
})

test('waiting payments are shown oldest first, with each coming and going told', async () => {
  let changes = 0
  const { pay, cancel, engine, clock } = openBench({ ...byHand, onChanged: () => (changes += 1) })
  const [first, second] = [newInstructionId(), newInstructionId()]
  await pay({ amount: '99.50', message: 'Order 7', payerAlias }, first)
  expect(changes).toBe(1)
  await clock.pass(1_000)
  await pay({}, second)
  expect(engine.waiting()).toEqual([
    {
      instructionId: first,
      amountOre: 9950,
      message: 'Order 7',
      payerAlias,
      status: 'CREATED',
      createdAt: '2026-11-23T18:00:00.000Z',
    },
    expect.objectContaining({ instructionId: second, message: '', payerAlias: null }) as object,
  ])
  engine.perform(first, 'decline')
  expect(engine.waiting().map(({ instructionId }) => instructionId)).toEqual([second])
  expect(changes).toBe(3)
  await cancel(second)
  expect([engine.waiting(), changes]).toEqual([[], 4])
})

test('whoever takes over takes over the payments that wait', async () => {
  const { pay, payment, engine, clock } = openBench()
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(3_000)
  engine.change({ mode: 'by_hand', line: 'up' })
  await clock.pass(60_000)
  expect((await payment(id))['status']).toBe('CREATED')
  engine.change({ mode: 'automatic', line: 'up' })
  await clock.pass(4_000)
  expect((await payment(id))['status']).toBe('PAID')
})

test('a payment that is taken over has three minutes from its creation', async () => {
  const { pay, payment, engine, clock } = openBench({ options: { payAfterMs: 120_000 } })
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(60_000)
  engine.change({ mode: 'by_hand', line: 'up' })
  await clock.pass(120_000)
  expect(await payment(id)).toMatchObject({ status: 'ERROR', errorCode: 'TM01' })
})

test('a payment that is made after its cancel was no longer waiting', async () => {
  let changes = 0
  const { pay, cancel, clock } = openBench({
    onChanged: () => (changes += 1),
    script: { cancel: () => ({ paidAfterMs: 1_000 }) },
  })
  const id = newInstructionId()
  await pay({}, id)
  await cancel(id)
  expect(changes).toBe(2)
  await clock.pass(1_000)
  expect(changes).toBe(2)
})

test('in automatic mode, too, somebody may be quicker', async () => {
  const { pay, payment, engine, clock, heard } = openBench()
  const id = newInstructionId()
  await pay({}, id)
  expect(engine.perform(id, 'decline')).toBe(true)
  await clock.pass(60_000)
  expect((await payment(id))['status']).toBe('DECLINED')
  expect(heard()).toEqual([['DECLINED', 0]])
})

test('refunds need nobody', async () => {
  const { refund, refunded, clock } = openBench(byHand)
  const id = newInstructionId()
  await refund({}, id)
  await clock.pass(8_000)
  expect((await refunded(id))['status']).toBe('PAID')
})
