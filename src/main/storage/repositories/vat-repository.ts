import { sql } from 'kysely'
import type { VatClass } from '#shared/contract/vat-api'
import { toVenueLocal } from '#shared/time/venue-time'
import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** Valid before any sale: the first rate of each class begins here. */
const FIRST_DAY = '2000-01-01'

const venueZone = prepareQuery<object>()((db) =>
  db
    .selectFrom('setting')
    .select(sql<string>`value ->> '$.zone'`.as('zone'))
    .where('name', '=', 'venue'),
)

/** The day on the venue's wall at `now`: `2026-12-05`. */
export function venueDay(trx: Transaction, now: string): string {
  // Until the set-up has named a zone, the one that it will offer.
  return toVenueLocal(now, trx.first(venueZone, {})?.zone ?? 'Europe/Stockholm').date
}

/** Every class with its rates. @param day the venue's, `2026-12-05`: the rates that are valid on it */
export async function listVatClasses(db: Db, day: string): Promise<VatClass[]> {
  const classes = await db.selectFrom('vat_class').selectAll().orderBy('position').orderBy('id').execute()
  const rates = await db.selectFrom('vat_rate').selectAll().orderBy('valid_from').execute()
  return classes.map(({ id, name }) => {
    const its = rates.filter((rate) => rate.vat_class_id === id)
    return {
      id,
      name,
      rateBp: its.findLast((rate) => rate.valid_from <= day)?.rate_bp ?? 0,
      rates: its.map((rate) => ({ validFrom: rate.valid_from, rateBp: rate.rate_bp })),
    }
  })
}

export async function findVatClass(db: Db, id: number, day: string): Promise<VatClass | undefined> {
  return (await listVatClasses(db, day)).find((vatClass) => vatClass.id === id)
}

/** @returns the new class's id */
export async function insertVatClass({ db }: Transaction, vatClass: { name: string; rateBp: number }): Promise<number> {
  const { id } = await db
    .insertInto('vat_class')
    .values((eb) => ({
      name: vatClass.name,
      position: eb.selectFrom('vat_class').select(sql<number>`1 + coalesce(max(position), 0)`.as('position')),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('vat_rate')
    .values({ vat_class_id: id, valid_from: FIRST_DAY, rate_bp: vatClass.rateBp })
    .execute()
  return id
}

export async function saveVatRate(
  { db }: Transaction,
  rate: { vatClassId: number; validFrom: string; rateBp: number },
): Promise<void> {
  await db
    .insertInto('vat_rate')
    .values({ vat_class_id: rate.vatClassId, valid_from: rate.validFrom, rate_bp: rate.rateBp })
    .onConflict((conflict) => conflict.columns(['vat_class_id', 'valid_from']).doUpdateSet({ rate_bp: rate.rateBp }))
    .execute()
}

/** False when there was none. */
export async function removeVatRate({ db }: Transaction, vatClassId: number, validFrom: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('vat_rate')
    .where('vat_class_id', '=', vatClassId)
    .where('valid_from', '=', validFrom)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}
