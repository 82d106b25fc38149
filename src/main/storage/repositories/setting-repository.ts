import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** Reads a setting as it was stored, undefined when it never was. */
export async function findSetting(db: Db, name: string): Promise<unknown> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  return row === undefined ? undefined : JSON.parse(row.value)
}

const settingByName = prepareQuery<{ name: string }>()((db, param) =>
  db.selectFrom('setting').select('value').where('name', '=', param('name')),
)

/** The same inside a transaction. */
export function findSettingNow(trx: Transaction, name: string): unknown {
  const row = trx.first(settingByName, { name })
  return row && JSON.parse(row.value)
}

export async function saveSetting({ db }: Transaction, name: string, value: unknown, now: string): Promise<void> {
  const row = { value: JSON.stringify(value), updated_at: now }
  await db
    .insertInto('setting')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}
