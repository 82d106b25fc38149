import { Type, type Static } from 'typebox'
import { Instant, Nullable, Ore } from './common'

/** `automatic`: as Swish's own simulator, paid after some seconds. `by_hand`: somebody plays the customer. */
export const SimulatorMode = Type.Union([Type.Literal('automatic'), Type.Literal('by_hand')])
export type SimulatorMode = Static<typeof SimulatorMode>

/** `down`: as if the internet were gone. */
const SimulatorLine = Type.Union([Type.Literal('up'), Type.Literal('down')])

export const SimulatedPayment = Type.Object({
  instructionId: Type.String({ pattern: '^[0-9A-F]{32}$' }),
  amountOre: Ore,
  message: Type.String(),
  /** The phone that the request was pushed to; null when it is paid by QR. */
  payerAlias: Nullable(Type.String()),
  status: Type.String(),
  createdAt: Instant,
})
export type SimulatedPayment = Static<typeof SimulatedPayment>

/**
 * GET /api/v1/swish-simulator, only while the simulator inside Lucka is the Swish in use (else 404 `not_simulated`):
 * payments that wait for their customer, oldest first. PUT {mode, line} changes it; 200 with the same.
 */
export const Simulator = Type.Object({
  mode: SimulatorMode,
  line: SimulatorLine,
  waiting: Type.Array(SimulatedPayment),
})
export type Simulator = Static<typeof Simulator>
export const SimulatorEdit = Type.Object({ mode: SimulatorMode, line: SimulatorLine }, { additionalProperties: false })
export type SimulatorEdit = Static<typeof SimulatorEdit>

/**
 * POST /api/v1/swish-simulator/payments/:instructionId: what the customer, or the bank, does. 200 Simulator; 404
 * `payment_not_waiting`. `time_out` is TM01, `bank_refuses` RF07, `bank_id_cancelled` BANKIDCL, `bank_silent` DS24.
 */
export const SimulatedDeed = Type.Union([
  Type.Literal('pay'),
  Type.Literal('decline'),
  Type.Literal('time_out'),
  Type.Literal('bank_refuses'),
  Type.Literal('bank_id_cancelled'),
  Type.Literal('bank_silent'),
])
export type SimulatedDeed = Static<typeof SimulatedDeed>
export const SimulatedDeedRequest = Type.Object({ deed: SimulatedDeed }, { additionalProperties: false })
