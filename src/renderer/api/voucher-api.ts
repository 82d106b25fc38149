import type { NewVoucher, Voucher, VoucherEdit } from '#shared/contract/voucher-api'
import { request } from './client'

export const listVouchers = async (): Promise<Voucher[]> =>
  (await request<{ vouchers: Voucher[] }>('GET', '/vouchers')).vouchers

/** @throws ApiError `code_taken`, `event_not_found`, `invalid_voucher` (details.field) */
export const createVoucher = (voucher: NewVoucher, idempotencyKey: string) =>
  request<Voucher>('POST', '/vouchers', { body: voucher, idempotencyKey })

/** @throws ApiError `edit_conflict`, and as for a new one */
export const saveVoucher = (id: number, edit: VoucherEdit) =>
  request<Voucher>('PUT', `/vouchers/${String(id)}`, { body: edit })
