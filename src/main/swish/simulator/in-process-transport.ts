import { TransportFailure, type SwishTransport } from '../transport'
import type { EngineReply, SimulatorEngine } from './engine'

/**
 * Carries requests straight into a simulator of the same process, as a line would: with the simulator's line down there is
 * no connection, and what is not answered in time never is. Time is the simulator's.
 */
export function createInProcessTransport(engine: SimulatorEngine): SwishTransport {
  return {
    async send(request, timeoutMs) {
      if (engine.line() === 'down') {
        throw new TransportFailure('no_connection', 'The simulated line to Swish is down')
      }
      const reply = await new Promise<EngineReply>((resolve, reject) => {
        const callOff = engine.after(timeoutMs, () => {
          resolve({ kind: 'silent' })
        })
        engine.handle(request).then((handled) => {
          if (handled.kind === 'silent') return // The time that is up will tell.
          callOff()
          resolve(handled)
        }, reject)
      })
      if (reply.kind === 'answer') return reply.answer
      const why = reply.kind === 'silent' ? `did not answer within ${timeoutMs} ms` : 'broke the connection'
      throw new TransportFailure('no_answer', `The simulator ${why}`)
    },
    close: () => undefined,
  }
}
