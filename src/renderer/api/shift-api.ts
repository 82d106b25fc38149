import type { NewRegister, NewShift, Register, RegisterEdit, Shift } from '#shared/contract/shift-api'
import { request } from './client'

export async function listRegisters({ archived = false } = {}): Promise<Register[]> {
  const { registers } = await request<{ registers: Register[] }>(
    'GET',
    archived ? '/registers?archived=true' : '/registers',
  )
  return registers
}

/** @throws ApiError `name_taken` */
export const createRegister = (register: NewRegister) => request<Register>('POST', '/registers', { body: register })

/** @throws ApiError `edit_conflict`, `name_taken`, `shift_open`, `last_register` */
export const saveRegister = (id: number, edit: RegisterEdit) =>
  request<Register>('PUT', `/registers/${String(id)}`, { body: edit })

/** @throws ApiError `register_archived`, `shift_open` (details.openedBy) */
export const openShift = (shift: NewShift, idempotencyKey: string) =>
  request<Shift>('POST', '/shifts', { body: shift, idempotencyKey })
