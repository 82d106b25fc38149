import type { CustomerDisplay } from '#shared/contract/display-api'
import { request } from './client'

export const getCustomerDisplay = (registerId: number) =>
  request<CustomerDisplay>('GET', `/registers/${String(registerId)}/display`)

/** Turns off every screen that has the old address. */
export const renewCustomerDisplay = (registerId: number) =>
  request<CustomerDisplay>('POST', `/registers/${String(registerId)}/display-keys`)
