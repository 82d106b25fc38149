import type { NewVatClass, VatClass } from '#shared/contract/vat-api'
import { err, ok, type Result } from '#shared/domain/result'
import { toVenueLocal } from '#shared/time/venue-time'
import {
  findVatClass,
  insertVatClass,
  listVatClasses,
  removeVatRate,
  saveVatRate,
} from '../storage/repositories/vat-repository'
import type { Transaction } from '../storage/transaction'
import type { ServiceDeps } from './service-deps'

export type VatRefusal =
  | { code: 'vat_class_not_found' }
  | { code: 'vat_rate_not_found' }
  | { code: 'vat_rate_in_past' }
  | { code: 'not_a_day' }
export type NewVatClassRefusal = { code: 'name_taken' }

export interface VatService {
  list: () => Promise<VatClass[]>
  create: (vatClass: NewVatClass) => Promise<Result<VatClass, NewVatClassRefusal>>
  setRate: (id: number, validFrom: string, rateBp: number) => Promise<Result<VatClass, VatRefusal>>
  withdrawRate: (id: number, validFrom: string) => Promise<Result<VatClass, VatRefusal>>
}

const isDay = (text: string) => {
  const midnight = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text)
}

/** The classes of VAT and their rates from day to day. */
export function createVatService(deps: ServiceDeps & { zone: () => string; onChanged: () => void }): VatService {
  const { inTransaction, read, now } = deps
  const today = () => toVenueLocal(now(), deps.zone()).date

  async function stored(trx: Transaction, id: number): Promise<VatClass> {
    const vatClass = await findVatClass(trx.db, id, today())
    if (vatClass === undefined) throw new Error(`there is no VAT class ${id}`)
    return vatClass
  }

  function tell<E>(result: Result<VatClass, E>): Result<VatClass, E> {
    if (result.ok) {
      deps.onChanged()
      deps.news.publish('catalogue', {})
    }
    return result
  }

  return {
    list: () => read((db) => listVatClasses(db, today())),

    async create({ name, rateBp }) {
      return tell(
        await inTransaction(async (trx): Promise<Result<VatClass, NewVatClassRefusal>> => {
          const others = await listVatClasses(trx.db, today())
          if (others.some((other) => other.name === name.trim())) return err({ code: 'name_taken' })
          return ok(await stored(trx, await insertVatClass(trx, { name: name.trim(), rateBp })))
        }),
      )
    },

    async setRate(id, validFrom, rateBp) {
      return tell(
        await inTransaction(async (trx): Promise<Result<VatClass, VatRefusal>> => {
          if (!isDay(validFrom)) return err({ code: 'not_a_day' })
          if ((await findVatClass(trx.db, id, today())) === undefined) return err({ code: 'vat_class_not_found' })
          // From today is still possible: what has been sold today keeps its rate.
          if (validFrom < today()) return err({ code: 'vat_rate_in_past' })
          await saveVatRate(trx, { vatClassId: id, validFrom, rateBp })
          return ok(await stored(trx, id))
        }),
      )
    },

    async withdrawRate(id, validFrom) {
      return tell(
        await inTransaction(async (trx): Promise<Result<VatClass, VatRefusal>> => {
          if ((await findVatClass(trx.db, id, today())) === undefined) return err({ code: 'vat_class_not_found' })
          if (validFrom <= today()) return err({ code: 'vat_rate_in_past' })
          if (!(await removeVatRate(trx, id, validFrom))) return err({ code: 'vat_rate_not_found' })
          return ok(await stored(trx, id))
        }),
      )
    },
  }
}
