import { expect, test } from 'vitest'
import { createRuleScript, seededChance, type FaultRule } from '#main/swish/simulator/rule-script'
import type { SwishRequest } from '#main/swish/transport'
import { codesIn, leastPayment, newInstructionId, openBench } from './simulator-bench'

const never = () => 1
const withRules = (...rules: FaultRule[]) => openBench({ script: createRuleScript(rules, never) })

const creating = (id: string): SwishRequest => ({
  method: 'PUT',
  path: `/api/v2/paymentrequests/${id}`,
  contentType: 'application/json',
  body: JSON.stringify(leastPayment),
})

test.each<[FaultRule & { on: 'payment' }, object, number]>([
  [{ on: 'payment', course: { status: 'DECLINED' } }, { status: 'DECLINED', errorCode: null }, 4],
  [{ on: 'payment', course: { status: 'ERROR', errorCode: 'FF10' } }, { status: 'ERROR', errorCode: 'FF10' }, 4],
  [{ on: 'payment', course: { afterMs: 600_000 } }, { status: 'PAID' }, 600],
])('%j', async (rule, expected, seconds) => {
  const { pay, payment, clock, heard } = withRules(rule)
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(seconds * 1000 - 1)
  expect((await payment(id))['status']).toBe('CREATED')
  await clock.pass(1)
  expect(await payment(id)).toMatchObject(expected)
  expect(heard()).toHaveLength(1)
})

test('a payment may never end', async () => {
  const { pay, payment, cancel, clock } = withRules({ on: 'payment', course: { status: 'CREATED' } })
  const id = newInstructionId()
  await pay({}, id)
  await clock.pass(12 * 3600_000)
  expect((await payment(id))['status']).toBe('CREATED')
  expect((await cancel(id)).status).toBe(200)
})

test('a payment may be made after its cancel was answered', async () => {
  const { pay, payment, cancel, clock, heard } = withRules({ on: 'cancel', course: { paidAfterMs: 1_000 } })
  const id = newInstructionId()
  await pay({}, id)
  expect((await cancel(id)).status).toBe(200)
  expect((await payment(id))['status']).toBe('CANCELLED')
  await clock.pass(1_000)
  expect((await payment(id))['status']).toBe('PAID')
  expect(heard()).toEqual([
    ['CANCELLED', 0],
    ['PAID', 1],
  ])
})

test('a refund may fail at the bank, or take its time', async () => {
  const { refund, refunded, clock, heard } = withRules(
    { on: 'refund', message: 'first', course: { errorCode: 'RF07' } },
    { on: 'refund', course: { debitAfterMs: 10_000, refundAfterMs: 30_000 } },
  )
  const [failing, slow] = [newInstructionId(), newInstructionId()]
  await refund({ message: 'first' }, failing)
  await refund({ message: 'second' }, slow)
  await clock.pass(29_999)
  expect(await refunded(failing)).toMatchObject({ status: 'ERROR', errorCode: 'RF07' })
  expect(await refunded(slow)).toMatchObject({ status: 'DEBITED' })
  await clock.pass(1)
  expect(heard()).toEqual([
    ['ERROR', 4],
    ['DEBITED', 10],
    ['PAID', 30],
  ])
})

test.each([
  ['before', false, 404],
  ['after', true, 200],
])('an answer may be a 500 %s the request has done its work', async (_case, acted, found) => {
  const { pay, readPayment } = withRules({
    on: 'answer',
    operation: 'create_payment',
    fault: { kind: 'status', status: 500, acted },
  })
  const id = newInstructionId()
  expect(await pay({}, id)).toMatchObject({ status: 500, body: '' })
  expect((await readPayment(id)).status).toBe(found)
})

test.each(['dropped', 'silent'] as const)('an answer may be %s', async (kind) => {
  const { engine, readPayment } = withRules({ on: 'answer', times: 1, fault: { kind, acted: true } })
  const id = newInstructionId()
  expect(await engine.handle(creating(id))).toEqual({ kind })
  expect((await readPayment(id)).status).toBe(200)
})

test('an answer may be slow', async () => {
  const { engine, clock } = withRules({ on: 'answer', times: 1, fault: { kind: 'slow', ms: 3_000 } })
  const replies: string[] = []
  void engine.handle(creating(newInstructionId())).then(({ kind }) => replies.push(kind))
  await clock.pass(2_999)
  expect(replies).toEqual([])
  await clock.pass(1)
  expect(replies).toEqual(['answer'])
})

test('rules are used in their order, each as often as it says', async () => {
  const { pay } = withRules(
    { on: 'answer', operation: 'read_payment', fault: { kind: 'status', status: 504, acted: false } },
    { on: 'answer', times: 2, fault: { kind: 'status', status: 500, acted: false } },
    { on: 'answer', times: 1, fault: { kind: 'status', status: 503, acted: false } },
  )
  const statuses: number[] = []
  for (let i = 0; i < 4; i++) statuses.push((await pay()).status)
  expect(statuses).toEqual([500, 500, 503, 201])
})

test('a chance that comes from a seed comes again', async () => {
  const run = async (seed: number) => {
    const script = createRuleScript(
      [{ on: 'payment', chance: 0.3, course: { status: 'DECLINED' } }],
      seededChance(seed),
    )
    const { pay, clock, heard } = openBench({ script })
    for (let i = 0; i < 200; i++) await pay()
    await clock.pass(4_000)
    return heard().map(([status]) => status)
  }
  const first = await run(7)
  expect(await run(7)).toEqual(first)
  expect(await run(8)).not.toEqual(first)
  const declined = first.filter((status) => status === 'DECLINED').length
  expect(declined).toBeGreaterThan(30)
  expect(declined).toBeLessThan(90)
})

test('a script can be taken away again', async () => {
  const { pay, engine } = withRules({ on: 'answer', fault: { kind: 'status', status: 500, acted: false } })
  expect((await pay()).status).toBe(500)
  engine.setScript(undefined)
  expect((await pay()).status).toBe(201)
})

test('without a script a request that is refused stays refused', async () => {
  const { pay } = withRules({ on: 'payment', course: { status: 'PAID' } })
  expect(codesIn(await pay({ message: 'RF07', amount: 'x' }))).toEqual(['PA02'])
})
