import type { SimulatedDeed, Simulator, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import { request } from './client'

/** @throws ApiError `not_simulated` */
export const getSimulator = () => request<Simulator>('GET', '/swish-simulator')

export const changeSimulator = (simulator: SimulatorEdit) =>
  request<Simulator>('PUT', '/swish-simulator', { body: simulator })

/** Does what the customer, or the bank, does. @throws ApiError `payment_not_waiting` */
export const actAsCustomer = (instructionId: string, deed: SimulatedDeed) =>
  request<Simulator>('POST', `/swish-simulator/payments/${instructionId}`, { body: { deed } })
