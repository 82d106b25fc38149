import { test } from 'vitest'
import { playWorld } from './world'
test('one', { timeout: 100_000 }, async () => {
  for (const seed of [3,4,5,6,7,8]) {
    const t = performance.now(), c = process.cpuUsage()
    const r = await playWorld(seed, { payments: 400, crashEverySteps: Number(process.env.CRASH ?? 3_000) })
    const u = process.cpuUsage(c)
    process.stderr.write(JSON.stringify({ ms: Math.round(performance.now() - t), user: u.user/1000, ...r }) + '\n')
  }
})
