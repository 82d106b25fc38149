import { expect, test } from 'vitest'
import { createInProcessTransport } from '#main/swish/simulator/in-process-transport'
import { createLocalSimulator } from '#main/swish/simulator/local-simulator'
import { createSimulatorEngine } from '#main/swish/simulator/engine'
import type { AnswerFault } from '#main/swish/simulator/script'
import { callbackIdentifier, leastPayment, newInstructionId } from './simulator-bench'
import { createVirtualClock } from './virtual-clock'

function openLocal(deliver: () => Promise<void> = async () => undefined) {
  const clock = createVirtualClock()
  const delivered: { identifier: string; status: string }[] = []
  let changes = 0
  const local = createLocalSimulator({
    now: clock.now,
    after: clock.after,
    deliverCallback: async ({ identifier, body }) => {
      delivered.push({ identifier, status: (JSON.parse(body) as { status: string }).status })
      await deliver()
    },
    onChanged: () => (changes += 1),
  })
  const pay = (id: string) =>
    local.transport.send(
      {
        method: 'PUT',
        path: `/api/v2/paymentrequests/${id}`,
        contentType: 'application/json',
        body: JSON.stringify({ ...leastPayment, callbackIdentifier }),
      },
      1_000,
    )
  return { ...local, clock, delivered, pay, changes: () => changes }
}

test('a payment through it is paid after four seconds, and its callback is handed over', async () => {
  const { pay, control, clock, delivered, changes } = openLocal()
  const id = newInstructionId()
  expect((await pay(id)).status).toBe(201)
  expect(control.state()).toMatchObject({ mode: 'automatic', line: 'up', waiting: [{ instructionId: id }] })
  await clock.pass(4_000)
  expect(delivered).toEqual([{ identifier: callbackIdentifier, status: 'PAID' }])
  expect(control.state().waiting).toEqual([])
  expect(changes()).toBe(2)
})

test('a callback that could not be handed over comes again', async () => {
  const { pay, clock, delivered } = openLocal(() => Promise.reject(new Error('the disk is full')))
  await pay(newInstructionId())
  await clock.pass(9_000)
  expect(delivered).toHaveLength(2)
})

test('somebody plays the customer', async () => {
  const { pay, control, clock, delivered, changes } = openLocal()
  expect(control.edit({ mode: 'by_hand', line: 'up' })).toEqual({ mode: 'by_hand', line: 'up', waiting: [] })
  const id = newInstructionId()
  await pay(id)
  await clock.pass(10_000)
  expect(control.perform(newInstructionId(), 'pay')).toBeUndefined()
  expect(control.perform(id, 'decline')).toEqual({ mode: 'by_hand', line: 'up', waiting: [] })
  expect(control.perform(id, 'pay')).toBeUndefined()
  await clock.pass(0)
  expect(delivered).toEqual([{ identifier: callbackIdentifier, status: 'DECLINED' }])
  expect(changes()).toBe(3)
})

test('with the line down there is no connection', async () => {
  const { pay, control } = openLocal()
  const id = newInstructionId()
  control.edit({ mode: 'automatic', line: 'down' })
  await expect(pay(id)).rejects.toMatchObject({ name: 'TransportFailure', problem: 'no_connection' })
  control.edit({ mode: 'automatic', line: 'up' })
  expect((await pay(id)).status).toBe(201)
})

test('when it is closed nothing happens by itself any more', async () => {
  const { pay, close, clock, delivered } = openLocal()
  await pay(newInstructionId())
  close()
  await clock.pass(600_000)
  expect(delivered).toEqual([])
})

test.each<[AnswerFault, number]>([
  [{ kind: 'dropped', acted: true }, 0],
  [{ kind: 'silent', acted: true }, 5_000],
  [{ kind: 'slow', ms: 6_000 }, 5_000],
])('%j: there is no answer, after %d ms', async (fault, ms) => {
  const clock = createVirtualClock()
  const engine = createSimulatorEngine({
    now: clock.now,
    after: clock.after,
    sendCallback: async () => true,
    script: { answer: () => fault },
  })
  const failures: unknown[] = []
  createInProcessTransport(engine)
    .send({ method: 'GET', path: `/api/v1/paymentrequests/${newInstructionId()}` }, 5_000)
    .catch((error: unknown) => failures.push(error))
  if (ms > 0) {
    await clock.pass(ms - 1)
    expect(failures).toEqual([])
  }
  await clock.pass(1)
  expect(failures).toMatchObject([{ problem: 'no_answer' }])
})
