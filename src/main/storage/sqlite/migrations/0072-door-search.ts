import { sql, type Kysely } from 'kysely'

/** What a search at the door goes by, besides code, order number and address: people queue while it answers. */
const statements = [
  `CREATE INDEX order_parked_name ON "order" (parked_name) WHERE parked_name IS NOT NULL`,
  `CREATE INDEX receipt_number ON receipt (number)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
