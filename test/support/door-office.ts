import { randomBytes } from 'node:crypto'
import { openDoorBook } from '#main/services/door/door-book'
import { createDoorListService } from '#main/services/door/door-list-service'
import { createScanService } from '#main/services/door/scan-service'
import { createSeatNews } from '#main/services/seat-news'
import { doorDay } from '#shared/time/door-day'
import { openBoxOffice, PAYEE } from './box-office-services'
import { createScriptedSwish } from './scripted-swish'

/** A box office with its doors' services and an event whose tickets are sold, on a real database, with the clock in the test's hands. */
export async function openDoorOffice(options: { now: () => string; tickets: number }) {
  const { now } = options
  const office = await openBoxOffice({ now, provider: createScriptedSwish(PAYEE).provider })
  const { inTransaction, read } = office.storage
  const deps = { inTransaction, read, now, news: office.news }
  const doors = await openDoorBook(read)
  const venue = { name: 'Fysikalen', language: 'sv', zone: 'Europe/Stockholm', everyoneOutAt: '05:00' } as const
  const eventId = await office.createEvent({ seats: 10_000, reservationSeconds: 3_600 })
  let keys = 0

  /** @returns the codes */
  async function sell(count: number): Promise<string[]> {
    const codes: string[] = []
    while (codes.length < count) {
      const lines = [{ ticketTypeId: office.ticketTypeId, count: Math.min(8, count - codes.length) }]
      const none = { earlierOrderId: undefined, earlierSessionId: undefined }
      const sessionId = `session-of-the-sale-${String(++keys)}`.padEnd(32, '0')
      const reserved = await office.reservations.reserve({ ...none, sessionId, eventId, lines })
      if (!reserved.ok) throw new Error(reserved.error.code)
      const { orderId } = reserved.value
      await office.giveToTill(orderId)
      const by = { staffUserId: office.staffUserId, key: `key-of-the-sale-${String(keys)}` }
      const paid = await office.till.payCash(orderId, { givenOre: 1_000_000 }, by)
      if (!paid.ok) throw new Error(paid.error.code)
      codes.push(...(await office.ticketCodes(orderId)))
    }
    return codes
  }

  return {
    office,
    eventId,
    sell,
    codes: await sell(options.tickets),
    scans: createScanService({
      // Nothing here is signed.
      ...{ ...deps, doors, signing: { isForged: () => false }, onConflict: () => undefined },
      seatNews: createSeatNews({ read, news: office.news, onError: (error) => office.failures.push(error) }),
      dayOf: (at) => doorDay(at, venue.zone, venue.everyoneOutAt),
    }),
    lists: createDoorListService({ read, now, doors, signing: { keys: () => [] }, randomBytes, venue: () => venue }),
    by: { staffUserId: office.staffUserId, deviceId: null },
  }
}
