import { expect, test } from 'vitest'
import { createSeededRandom } from '../support/seeded-random'
import { playWorld, type WorldReport } from './world'

/*
 * Ten thousand payments against a Swish with which everything goes wrong, in small worlds of their own: customers, cashiers and
 * a manager on the real rules, services, database and Swish client, on virtual time, with the power cut between any two steps.
 */

const SOAK = Number(process.env['LUCKA_SOAK'] ?? 1)
const PAYMENTS = 10_000 * SOAK
const PAYMENTS_OF_A_WORLD = 400

test(
  'ten thousand payments with everything against them: none is lost, doubled or invented',
  { timeout: 600_000 * SOAK },
  async () => {
    const { seed } = createSeededRandom('hostile Swish')
    const total: Omit<WorldReport, 'faults'> = {
      payments: 0,
      paid: 0,
      refunds: 0,
      refundsDue: 0,
      crashes: 0,
      requests: 0,
      virtualMs: 0,
    }
    let worlds = 0
    const startedMs = performance.now()
    while (total.payments < PAYMENTS) {
      const { faults, ...report } = await playWorld(seed + worlds, {
        payments: PAYMENTS_OF_A_WORLD,
        crashEverySteps: 3_000,
      })
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += report[name]
      expect(faults.slice(0, 5), `LUCKA_TEST_SEED=${String(seed + worlds)} plays this world first`).toEqual([])
      worlds++
    }
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    process.stderr.write(`hostile Swish: ${JSON.stringify({ worlds, ...total, seconds })}\n`)
  },
)
