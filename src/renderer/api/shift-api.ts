import type { PrintJob } from '#shared/contract/printing-api'
import type { NewRegister, NewShift, Register, RegisterEdit, Shift } from '#shared/contract/shift-api'
import type { DrawerOpening, Movement, NewMovement, XReport } from '#shared/contract/shift-report-api'
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

/** @throws ApiError `shift_not_found`, `shift_closed` */
export const moveCash = (shiftId: number, movement: NewMovement, idempotencyKey: string) =>
  request<Movement>('POST', `/shifts/${String(shiftId)}/cash-movements`, { body: movement, idempotencyKey })

/** @throws ApiError `shift_not_found`, `shift_closed` */
export const openDrawer = (shiftId: number, reason: string, idempotencyKey: string) =>
  request<DrawerOpening>('POST', `/shifts/${String(shiftId)}/drawer-openings`, { body: { reason }, idempotencyKey })

/** @throws ApiError `shift_not_found`, `shift_closed` */
export const getXReport = (shiftId: number) => request<XReport>('GET', `/shifts/${String(shiftId)}/x-report`)

/** @throws ApiError `shift_not_found`, `shift_closed`, `no_printer` */
export const printXReport = (shiftId: number) => request<PrintJob>('POST', `/shifts/${String(shiftId)}/x-prints`)
