import { hash } from '@node-rs/argon2'
import type { Role } from '#shared/domain/access/permissions'
import { fromVenueLocal, toVenueLocal } from '#shared/time/venue-time'
import { insertEvent, insertTicketType } from '../storage/repositories/event-repository'
import { insertStaffUser } from '../storage/repositories/staff-repository'
import type { Transaction } from '../storage/transaction'

const DEMO_ZONE = 'Europe/Stockholm'
const DAY_MS = 24 * 3600_000

/** Shown on the sign-in screen of a demo, so not a secret. */
const staff: { name: string; role: Role; pin: string }[] = [
  { name: 'Maja Lind', role: 'manager', pin: '111111' },
  { name: 'Kim Berg', role: 'cashier', pin: '222222' },
  { name: 'Ali Nord', role: 'door', pin: '333333' },
]

const ticketTypes = [
  { title: 'Standardbiljett', description: 'Ordinarie biljett', priceOre: 19_999, visible: true, doorNote: '' },
  {
    title: 'Studentbiljett',
    description: 'Visa studentlegitimation i dörren',
    priceOre: 9_950,
    visible: true,
    doorNote: 'Visa studentlegitimation',
  },
  { title: 'Fribiljett', description: 'Delas ut av personalen', priceOre: 0, visible: false, doorNote: '' },
]

const events = [
  { title: 'Fysikalen Dag 1', days: 7 },
  { title: 'Fysikalen Dag 2', days: 8 },
]

/** The demo people with their PINs hashed: done before the transaction, which must wait for nothing but the database. */
export const hashDemoStaff = () =>
  Promise.all(staff.map(async (person) => ({ ...person, pinHash: await hash(person.pin) })))
type HashedStaff = Awaited<ReturnType<typeof hashDemoStaff>>

/** Fills an empty database with two evenings of a student musical, so that everything can be tried at once. */
export async function fillWithDemoData(trx: Transaction, hashedStaff: HashedStaff, now: string): Promise<void> {
  for (const { name, role, pin, pinHash } of hashedStaff) {
    await insertStaffUser(trx, { name, role, pinHash, demoPin: pin }, now)
  }
  const ticketTypeIds: number[] = []
  for (const type of ticketTypes) {
    ticketTypeIds.push(await insertTicketType(trx, { ...type, vatClassId: 1, admit: { times: 1, per: 'ticket' } }, now))
  }
  for (const { title, days } of events) {
    const { date } = toVenueLocal(new Date(Date.parse(now) + days * DAY_MS).toISOString(), DEMO_ZONE)
    const eventMs = Date.parse(fromVenueLocal(date, '19:00', DEMO_ZONE))
    await insertEvent(
      trx,
      {
        title,
        description: 'Ett spex i två akter med orkester. Speltid tre timmar med paus.',
        eventAt: new Date(eventMs).toISOString(),
        // At any time, so that the door can be tried with the tickets that are sold.
        doorsOpenAt: null,
        salesStopAt: new Date(eventMs).toISOString(),
        seats: 300,
        maxTicketsPerPayment: 8,
        reservationSeconds: 3600,
        swishMessage: title,
        ticketTypeIds,
      },
      now,
    )
  }
}
