import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { createCatalogueService } from '#main/services/catalogue-service'
import { createCheckInService } from '#main/services/check-in-service'
import { createNews } from '#main/services/news'
import { createReservationService } from '#main/services/reservation-service'
import { createSeatNews } from '#main/services/seat-news'
import { createSwishService } from '#main/services/swish-service'
import { createTillService } from '#main/services/till-service'
import { openStorage } from '#main/storage/open-storage'
import { insertEvent, insertTicketType } from '#main/storage/repositories/event-repository'
import { insertStaffUser } from '#main/storage/repositories/staff-repository'
import { checkInvariants } from '#main/storage/sqlite/invariants'
import type { PaymentProvider } from '#main/swish/payment-provider'

export const PAYEE = '1231181189'

/** The real services on a real database of their own, with the clock and Swish in the test's hands. */
export async function openBoxOffice(options: { now: () => string; provider: PaymentProvider }) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lucka-services-'))
  const storage = await openStorage({
    dataFolder,
    now: options.now(),
    restoreNewestBackup: false,
    nativeBinding: undefined,
  })
  const { inTransaction, read } = storage
  const failures: unknown[] = []
  const onError = (error: unknown) => failures.push(error)
  const news = createNews()
  const deps = { inTransaction, read, now: options.now, news }
  const seatNews = createSeatNews({ read, news, onError })
  const catalogue = createCatalogueService({ ...deps, seatNews, zone: () => 'Europe/Stockholm' })
  const onSeatsChanged = () => catalogue.changed()
  const onMailQueued = () => undefined
  const swish = createSwishService({
    ...deps,
    provider: options.provider,
    payeeAlias: PAYEE,
    seatNews,
    onSeatsChanged,
    onMailQueued,
    onError,
  })
  const staffUserId = await inTransaction((trx) =>
    insertStaffUser(trx, { name: 'Kim', role: 'cashier', pinHash: '-', demoPin: null }, options.now()),
  )
  const ticketTypeId = await inTransaction((trx) =>
    insertTicketType(
      trx,
      { title: 'Standard', description: '', priceOre: 19_999, vatRateBp: 600, visible: true },
      options.now(),
    ),
  )

  return {
    dataFolder,
    storage,
    catalogue,
    swish,
    staffUserId,
    ticketTypeId,
    failures,
    checkIns: createCheckInService({ ...deps, seatNews }),
    till: createTillService({ ...deps, swish, seatNews, onSeatsChanged, onMailQueued }),
    reservations: createReservationService({
      ...deps,
      swish,
      seatNews,
      onSeatsChanged,
      newToken: () => '0'.repeat(32),
    }),
    createEvent: (event: { seats: number; reservationSeconds: number }) =>
      inTransaction((trx) =>
        insertEvent(
          trx,
          {
            title: 'Fysikalen',
            description: '',
            eventAt: '2099-01-01T18:00:00.000Z',
            doorsOpenAt: null,
            salesStopAt: '2099-01-01T18:00:00.000Z',
            maxTicketsPerPayment: 8,
            swishMessage: 'Fysikalen',
            ticketTypeIds: [ticketTypeId],
            ...event,
          },
          options.now(),
        ),
      ),
    ticketCodes: (orderId: number) =>
      read(async (db) =>
        (await db.selectFrom('ticket').select('code').where('order_id', '=', orderId).orderBy('id').execute()).map(
          ({ code }) => code,
        ),
      ),
    /** Looks at the file through a connection of its own: the rules that it breaks. */
    brokenInvariants() {
      const database = new Sqlite(join(dataFolder, 'lucka.sqlite'), { readonly: true })
      try {
        const rules = readFileSync(new URL('../../src/main/storage/invariants.sql', import.meta.url), 'utf8')
        return checkInvariants(database, rules)
      } finally {
        database.close()
      }
    },
    async close() {
      swish.stop()
      seatNews.stop()
      await storage.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

export type BoxOffice = Awaited<ReturnType<typeof openBoxOffice>>
