/**
 * What the product is measured against: the same two jobs with nothing round them. `GET /listing` answers a text from
 * memory; `PUT /validation` counts one use of one ticket, all requests of an event-loop turn in one durable transaction.
 *
 * Arguments: data folder, file with the listing's body, number of tickets. Prints `{"url": …}` when it accepts connections.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fastify from 'fastify'
import { ticketCode } from './ticket-code.mjs'

const [dataFolder, listingFile, ticketCount] = process.argv.slice(2)
const listing = readFileSync(listingFile, 'utf8')

const database = new Database(join(dataFolder, 'bare.sqlite'))
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(
  'CREATE TABLE ticket (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, times_used INTEGER NOT NULL) STRICT',
)
const insert = database.prepare('INSERT INTO ticket (code, times_used) VALUES (?, 0)')
database.transaction(() => {
  for (let i = 0; i < Number(ticketCount); i++) insert.run(ticketCode(i))
})()

const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const use = database
  .prepare('UPDATE ticket SET times_used = times_used + 1 WHERE code = ? RETURNING times_used')
  .pluck()
let waiting = []

function commitTurn() {
  const turn = waiting
  waiting = []
  begin.run()
  const uses = turn.map(({ code }) => use.get(code))
  commit.run()
  turn.forEach(({ resolve }, index) => resolve(uses[index]))
}

function countUse(code) {
  return new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(commitTurn)
    waiting.push({ code, resolve })
  })
}

const app = fastify()
app.get('/listing', (_request, reply) => reply.type('application/json').send(listing))
app.put('/validation', async (request) => {
  const code = request.body.external_id
  const timesUsed = await countUse(code)
  return { times_used: timesUsed - 1, status: 'PAID', external_id: code, chapter_event: 'Bench' }
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })
console.log(JSON.stringify({ url }))
process.on('SIGTERM', () => process.exit(0))
