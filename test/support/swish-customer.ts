import type { SimulatedDeed, SimulatedPayment, Simulator, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import type { StaffApi } from './staff-api'
import { waitUntil } from './wait-until'

/** Whoever plays the customers, and the internet, on the simulator's control page. */
export interface SwishCustomer {
  set(edit: SimulatorEdit): Promise<Simulator>
  waiting(): Promise<SimulatedPayment[]>
  /** The payment of an order that waits in the customer's phone; undefined when none does. */
  waitingOf(orderId: number): Promise<SimulatedPayment | undefined>
  /** Does something with the waiting payment of an order. */
  act(orderId: number, deed: SimulatedDeed): Promise<void>
}

export function createSwishCustomer(staff: StaffApi): SwishCustomer {
  const waiting = async () => (await staff.call<Simulator>('GET', '/swish-simulator')).waiting
  // The customer sees the order's number first.
  const waitingOf = async (orderId: number) =>
    (await waiting()).find(({ message }) => message.split(' ')[0] === `L${String(orderId)}`)
  return {
    set: (edit) => staff.call('PUT', '/swish-simulator', edit),
    waiting,
    waitingOf,
    async act(orderId, deed) {
      const { instructionId } = await waitUntil(`a request of order ${String(orderId)}`, () => waitingOf(orderId))
      await staff.call('POST', `/swish-simulator/payments/${instructionId}`, { deed })
    },
  }
}
