/**
 * Puts paid tickets straight into the database of a stopped server, in the product's own schema: an event with room for
 * everybody, orders of four tickets paid in cash. The invariants hold afterwards, so that the server starts on it.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ticketCode } from './ticket-code.mjs'

const ticketsPerOrder = 4
const priceOre = 19_999
const day = 86_400_000

/**
 * @param {string} dataFolder a folder that the server has set up
 * @param {number} ticketCount a multiple of four
 * @returns {{ eventId: number, ticketTypeId: number }}
 */
export function fillDatabase(dataFolder, ticketCount) {
  const database = new Database(join(dataFolder, 'lucka.sqlite'))
  database.pragma('foreign_keys = ON')
  const now = new Date().toISOString()
  const inTenDays = new Date(Date.now() + 10 * day).toISOString()
  const orderCount = ticketCount / ticketsPerOrder

  const insertInto = (table, row) => {
    const names = Object.keys(row)
    const sql = `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`
    const statement = database.prepare(sql)
    return (values) => Number(statement.run({ ...row, ...values }).lastInsertRowid)
  }

  const filled = database.transaction(() => {
    const ticketTypeId = insertInto('ticket_type', {
      title: 'Bench',
      description: '',
      price_ore: priceOre,
      vat_class_id: 1,
      visible: 1,
      version: 1,
      created_at: now,
      updated_at: now,
    })({})
    const eventId = insertInto('event', {
      title: 'Bench',
      description: '',
      event_at: inTenDays,
      sales_stop_at: inTenDays,
      max_tickets_per_payment: 8,
      reservation_seconds: 3_600,
      swish_message: 'Bench',
      version: 1,
      created_at: now,
      updated_at: now,
    })({})
    insertInto('event_ticket_type', { event_id: eventId, ticket_type_id: ticketTypeId, position: 0 })({})
    insertInto('event_seats', {
      event_id: eventId,
      seats: 100_000_000,
      seats_taken: ticketCount,
      tickets_sold: ticketCount,
    })({})

    const totalOre = ticketsPerOrder * priceOre
    const insertOrder = insertInto('order', {
      event_id: eventId,
      channel: 'till',
      status: 'paid',
      total_ore: totalOre,
      ticket_count: ticketsPerOrder,
      created_at: now,
      expires_at: inTenDays,
      paid_at: now,
    })
    const insertTicket = insertInto('ticket', {
      code: '',
      order_id: 0,
      event_id: eventId,
      ticket_type_id: ticketTypeId,
      price_ore: priceOre,
      vat_rate_bp: 600,
    })
    const insertPayment = insertInto('payment', {
      order_id: 0,
      tender: 'cash',
      amount_ore: totalOre,
      rounding_ore: 0,
      given_ore: totalOre,
      change_ore: 0,
      taken_at: now,
    })
    for (let order = 0; order < orderCount; order++) {
      const orderId = insertOrder({})
      insertPayment({ order_id: orderId })
      for (let i = 0; i < ticketsPerOrder; i++) {
        insertTicket({ order_id: orderId, code: ticketCode(order * ticketsPerOrder + i) })
      }
    }
    return { eventId, ticketTypeId }
  })()
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  return filled
}
