import { expect, test } from 'vitest'
import type { CallbackFault } from '#main/swish/simulator/script'
import { callbackIdentifier, newInstructionId, openBench } from './simulator-bench'

/** Counts the tries of a callback, in seconds since the payment was created; `answers` says which are acknowledged. */
async function triesOf(answers: (nthTry: number) => boolean | Error, fault?: CallbackFault) {
  const tries: number[] = []
  const bench = openBench({
    sendCallback: async () => {
      tries.push(Date.parse(bench.clock.now()) / 1000 - Date.parse('2026-11-23T18:00:00.000Z') / 1000)
      const answer = answers(tries.length)
      if (answer instanceof Error) throw answer
      return answer
    },
    ...(fault && { script: { callback: () => fault } }),
  })
  await bench.pay()
  await bench.clock.pass(24 * 3600_000 - 1)
  return tries
}

test('a callback that nobody acknowledges comes eleven times in seven and a quarter minutes', async () => {
  expect(await triesOf(() => false)).toEqual([4, 9, 19, 39, 79, 139, 199, 259, 319, 379, 439])
})

test('an acknowledgement ends it', async () => {
  expect(await triesOf((nthTry) => nthTry === 3)).toEqual([4, 9, 19])
})

test('whoever cannot be reached has not acknowledged', async () => {
  expect(await triesOf((nthTry) => (nthTry === 1 ? new Error('nobody listens') : true))).toEqual([4, 9])
})

test('with the line down nothing is heard, and the callback comes later', async () => {
  const { pay, engine, clock, heard } = openBench()
  await pay()
  engine.change({ mode: 'automatic', line: 'down' })
  await clock.pass(8_000)
  expect(heard()).toEqual([])
  engine.change({ mode: 'automatic', line: 'up' })
  await clock.pass(1_000)
  expect(heard()).toEqual([['PAID', 9]])
})

test('the pauses are a setting', async () => {
  const { pay, clock, callbacks } = openBench({ options: { callbackPausesMs: [] } })
  await pay()
  await clock.pass(600_000)
  expect(callbacks).toHaveLength(1)
})

test.each<[CallbackFault, number[]]>([
  [{ kind: 'lost' }, []],
  [{ kind: 'late', ms: 600_000 }, [604]],
  [{ kind: 'duplicated' }, [4, 4]],
  [{ kind: 'reordered' }, [34]],
  [{ kind: 'empty_body' }, [4]],
])('%j', async (fault, seconds) => {
  expect(await triesOf(() => true, fault)).toEqual(seconds)
})

test('an empty callback still has its identifier', async () => {
  const { pay, clock, callbacks } = openBench({ script: { callback: () => ({ kind: 'empty_body' }) } })
  await pay({ callbackIdentifier })
  await clock.pass(4_000)
  expect(callbacks).toMatchObject([{ body: '', identifier: callbackIdentifier }])
})

test('reordered: PAID comes before DEBITED', async () => {
  const { refund, clock, heard } = openBench({
    script: { callback: ({ status }) => (status === 'DEBITED' ? { kind: 'reordered' } : undefined) },
  })
  await refund({}, newInstructionId())
  await clock.pass(60_000)
  expect(heard()).toEqual([
    ['PAID', 8],
    ['DEBITED', 8],
  ])
})
