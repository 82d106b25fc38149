import type Sqlite from 'better-sqlite3'

export interface BrokenInvariant {
  /** `I5 a ticket's counter is …` */
  rule: string
  rows: unknown[]
}

/**
 * Runs the rules of invariants.sql and gives those that rows break.
 *
 * @param sqlText the file's text
 * @param only 'quick' runs just the rules cheap enough for every start
 */
export function checkInvariants(database: Sqlite.Database, sqlText: string, only?: 'quick'): BrokenInvariant[] {
  let rule = ''
  const broken: BrokenInvariant[] = []
  for (const block of sqlText.split(';')) {
    const query = block.replace(/^--.*$/gm, '').trim()
    rule = /^-- (I\d+ .*)$/m.exec(block)?.[1] ?? rule
    if (query === '' || (only === 'quick' && !rule.endsWith('(quick)'))) continue
    const rows = database.prepare(query).all()
    if (rows.length > 0) broken.push({ rule, rows })
  }
  return broken
}
