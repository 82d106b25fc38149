import { randomBytes } from 'node:crypto'
import type { NewVoucher, Voucher, VoucherEdit } from '#shared/contract/voucher-api'
import { newVoucherCode } from '#shared/domain/orders/new-voucher-code'
import { err, ok, type Result } from '#shared/domain/result'
import { findEvent } from '../storage/repositories/event-repository'
import {
  findVoucher,
  insertVoucher,
  isVoucherCodeTaken,
  listVouchers,
  updateVoucher,
} from '../storage/repositories/voucher-book-repository'
import type { Transaction } from '../storage/transaction'
import { onceOnly, type KeyReused } from './idempotency'
import type { ServiceDeps } from './service-deps'

type Invalid =
  { code: 'event_not_found' } | { code: 'code_taken' } | { code: 'invalid_voucher'; field: 'value' | 'validTo' }
export type NewVoucherRefusal = KeyReused | Invalid
export type VoucherEditRefusal = Invalid | { code: 'voucher_not_found' } | { code: 'edit_conflict' }

export interface VoucherService {
  list: () => Promise<Voucher[]>
  create: (voucher: NewVoucher, key: string) => Promise<Result<Voucher, NewVoucherRefusal>>
  edit: (id: number, edit: VoucherEdit) => Promise<Result<Voucher, VoucherEditRefusal>>
}

const EVERYTHING_BP = 10_000

/** Vouchers as the office makes them; `voucher-use` takes them at the till. */
export function createVoucherService({ inTransaction, read, now }: ServiceDeps): VoucherService {
  async function faultOf(trx: Transaction, voucher: NewVoucher, id: number | null): Promise<Invalid | undefined> {
    const { kind, value, validFrom, validTo, eventId, code } = voucher
    if (kind === 'percent' && value > EVERYTHING_BP) return { code: 'invalid_voucher', field: 'value' }
    if (validFrom !== null && validTo !== null && validTo <= validFrom) {
      return { code: 'invalid_voucher', field: 'validTo' }
    }
    if (eventId !== null && (await findEvent(trx.db, eventId)) === undefined) return { code: 'event_not_found' }
    if (code !== null && (await isVoucherCodeTaken(trx.db, code, id))) return { code: 'code_taken' }
    return undefined
  }

  const columnsOf = (voucher: NewVoucher | VoucherEdit, code: string) => ({
    // As it is printed and read aloud.
    code: code.toUpperCase(),
    title: voucher.title.trim(),
    kind: voucher.kind,
    value: voucher.value,
    max_uses: voucher.maxUses,
    valid_from: voucher.validFrom,
    valid_to: voucher.validTo,
    event_id: voucher.eventId,
  })

  async function getVoucher(trx: Transaction, id: number): Promise<Voucher> {
    const voucher = await findVoucher(trx.db, id)
    if (voucher === undefined) throw new Error(`there is no voucher ${id}`)
    return voucher
  }

  return {
    list: () => read(listVouchers),

    create: (voucher, key) =>
      inTransaction((trx) =>
        onceOnly<Voucher, NewVoucherRefusal>(trx, { scope: 'voucher', key, body: voucher }, now(), async () => {
          const fault = await faultOf(trx, voucher, null)
          if (fault !== undefined) return err(fault)
          const columns = columnsOf(voucher, voucher.code ?? newVoucherCode(randomBytes))
          return ok(await getVoucher(trx, await insertVoucher(trx, columns, now())))
        }),
      ),

    edit: (id, edit) =>
      inTransaction(async (trx): Promise<Result<Voucher, VoucherEditRefusal>> => {
        const before = await findVoucher(trx.db, id)
        if (before === undefined) return err({ code: 'voucher_not_found' })
        if (before.version !== edit.version) return err({ code: 'edit_conflict' })
        const fault = await faultOf(trx, edit, id)
        if (fault !== undefined) return err(fault)
        const archivedAt = edit.archived ? (before.archivedAt ?? now()) : null
        const columns = { ...columnsOf(edit, edit.code), version: edit.version, archived_at: archivedAt }
        if (!(await updateVoucher(trx, id, columns))) return err({ code: 'edit_conflict' })
        return ok(await getVoucher(trx, id))
      }),
  }
}
