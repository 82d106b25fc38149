/*
 * Loaded into a server with `--import`: ends its process, as a power cut would, at one step of a payment. LUCKA_TEST_KILL_AT
 * names the step, and with `#2` the second time that it is reached.
 */
import { subscribe } from 'node:diagnostics_channel'

const [wanted, times = '1'] = (process.env['LUCKA_TEST_KILL_AT'] ?? '').split('#')
let left = Number(times)

subscribe('lucka:payment-step', ({ step }) => {
  if (step !== wanted) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
})
