import type { TicketKey, TicketKeyList } from '#shared/contract/ticket-key-api'
import { request } from './client'

/** Oldest first. */
export const listTicketKeys = async (): Promise<TicketKey[]> =>
  (await request<TicketKeyList>('GET', '/ticket-keys')).keys

/** Signs with a new key from now on. */
export const renewTicketKey = async (): Promise<TicketKey[]> =>
  (await request<TicketKeyList>('POST', '/ticket-keys')).keys

/** From now on the key proves nothing. @throws ApiError `ticket_key_not_found` */
export const revokeTicketKey = async (number: number): Promise<TicketKey[]> =>
  (await request<TicketKeyList>('POST', `/ticket-keys/${String(number)}/revocations`)).keys
