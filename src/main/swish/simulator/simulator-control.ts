import type { SimulatedDeed, Simulator, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import type { SimulatorEngine } from './engine'

/** What the people at a simulator may do: play the customer, choose who plays, cut the line. */
export interface SimulatorControl {
  state: () => Simulator
  edit: (edit: SimulatorEdit) => Simulator
  /** The customer of a waiting payment, or the bank, acts. @returns undefined when no such payment waits */
  perform: (instructionId: string, deed: SimulatedDeed) => Simulator | undefined
}

export function createSimulatorControl(engine: SimulatorEngine): SimulatorControl {
  const state = (): Simulator => ({ mode: engine.mode(), line: engine.line(), waiting: engine.waiting() })
  return {
    state,
    edit(edit) {
      engine.change(edit)
      return state()
    },
    perform: (instructionId, deed) => (engine.perform(instructionId, deed) ? state() : undefined),
  }
}
