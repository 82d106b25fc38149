import type { NewRegister, Register, RegisterEdit } from '#shared/contract/shift-api'
import { err, ok, type Result } from '#shared/domain/result'
import {
  findRegister,
  insertRegister,
  listRegisters,
  updateRegister,
} from '../storage/repositories/register-repository'
import type { Transaction } from '../storage/transaction'
import type { ServiceDeps } from './service-deps'

export type NewRegisterRefusal = { code: 'name_taken' }
export type RegisterEditRefusal =
  | NewRegisterRefusal
  | { code: 'register_not_found' }
  | { code: 'edit_conflict' }
  | { code: 'shift_open' }
  | { code: 'last_register' }

export interface RegisterService {
  list: (filter: { archived: boolean }) => Promise<Register[]>
  create: (register: NewRegister) => Promise<Result<Register, NewRegisterRefusal>>
  edit: (id: number, edit: RegisterEdit) => Promise<Result<Register, RegisterEditRefusal>>
}

/** The points of sale of this box office. */
export function createRegisterService({ inTransaction, read, now, news }: ServiceDeps): RegisterService {
  async function stored(trx: Transaction, id: number): Promise<Register> {
    const register = await findRegister(trx.db, id)
    if (register === undefined) throw new Error(`there is no register ${id}`)
    return register
  }

  function tell<E>(result: Result<Register, E>): Result<Register, E> {
    if (result.ok) {
      news.publish('shift', { registerId: result.value.id, shiftId: result.value.openShift?.id ?? null })
    }
    return result
  }

  return {
    list: (filter) => read((db) => listRegisters(db, filter)),

    async create({ name }) {
      return tell(
        await inTransaction(async (trx): Promise<Result<Register, NewRegisterRefusal>> => {
          const others = await listRegisters(trx.db, { archived: true })
          if (others.some((register) => register.name === name.trim())) return err({ code: 'name_taken' })
          return ok(await stored(trx, await insertRegister(trx, name.trim(), now())))
        }),
      )
    },

    async edit(id, edit) {
      return tell(
        await inTransaction(async (trx): Promise<Result<Register, RegisterEditRefusal>> => {
          const all = await listRegisters(trx.db, { archived: true })
          const register = all.find((candidate) => candidate.id === id)
          if (register === undefined) return err({ code: 'register_not_found' })
          if (register.version !== edit.version) return err({ code: 'edit_conflict' })
          const name = edit.name.trim()
          const others = all.filter((candidate) => candidate.id !== id)
          if (others.some((other) => other.name === name)) return err({ code: 'name_taken' })
          if (edit.archived && register.openShift !== null) return err({ code: 'shift_open' })
          if (edit.archived && others.every((other) => other.archivedAt !== null)) return err({ code: 'last_register' })
          const archivedAt = edit.archived ? (register.archivedAt ?? now()) : null
          await updateRegister(trx, id, { name, archivedAt, version: register.version + 1 })
          return ok(await stored(trx, id))
        }),
      )
    },
  }
}
