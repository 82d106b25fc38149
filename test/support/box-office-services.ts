import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { createCatalogueService } from '#main/services/catalogue-service'
import { createCheckInService } from '#main/services/check-in-service'
import { createNews } from '#main/services/news'
import { createTicketRefundService } from '#main/services/refunds/ticket-refund-service'
import { createReservationService } from '#main/services/reservation-service'
import { createSeatNews, type SeatNews } from '#main/services/seat-news'
import { createSwishAttention } from '#main/services/swish/attention'
import { createSwishCallbacks } from '#main/services/swish/callbacks'
import { createFollower } from '#main/services/swish/follower'
import { createPaymentsView } from '#main/services/swish/payments-view'
import { createRefundService } from '#main/services/swish/refund-service'
import type { SwishConnection } from '#main/services/swish/swish-connection'
import { createSwishService } from '#main/services/swish/swish-service'
import { createTicketSigning } from '#main/services/ticket-signing'
import { createTillService } from '#main/services/till-service'
import { settingDefaults } from '#main/services/settings-service'
import type { Timers } from '#main/services/timers'
import { openStorage, type Storage } from '#main/storage/open-storage'
import { insertEvent, insertTicketType } from '#main/storage/repositories/event-repository'
import { assignShift } from '#main/storage/repositories/order-repository'
import { insertRegister } from '#main/storage/repositories/register-repository'
import { insertStaffUser } from '#main/storage/repositories/staff-repository'
import { permissionsOf } from '#shared/domain/access/permissions'
import type { RefundRequest } from '#shared/contract/order-api'
import { checkInvariants } from '#main/storage/sqlite/invariants'
import type { PaymentProvider } from '#main/swish/payment-provider'
import { secretsInMemory } from './secrets-in-memory'

export const PAYEE = '1231181189'

/** The timers of the runtime, which a test may have replaced by its own. */
const runtimeTimers: Timers = {
  monotonicMs: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** A Swish that is always in use, whatever becomes of its line. */
function connectionTo(provider: PaymentProvider, onAttention: (count: number) => void): SwishConnection {
  return {
    inUse: () => ({ provider, payeeAlias: PAYEE }),
    problem: () => undefined,
    noteOutcome: () => undefined,
    attentionChanged: onAttention,
    status: () => ({
      environment: provider.environment,
      state: 'ready',
      problem: null,
      since: '2026-01-01T00:00:00.000Z',
      certificateExpiresAt: null,
      certificateDaysLeft: null,
      attentionCount: 0,
    }),
    test: () => Promise.resolve(undefined),
    simulator: () => undefined,
    settingsChanged: () => undefined,
    simulatorChanged: () => undefined,
    close: () => undefined,
  }
}

export type StorageAccess = Pick<Storage, 'inTransaction' | 'read'>

/**
 * The real services on a real database of their own, with the clock and Swish in the test's hands. Opened again on the same data
 * folder it goes on where it was left, as a start after a crash does.
 */
export async function openBoxOffice(options: {
  now: () => string
  provider: PaymentProvider
  timers?: Timers
  random?: () => number
  dataFolder?: string
  /** Stands between the services and the database, to see or to end their work. */
  guard?: (storage: StorageAccess) => StorageAccess
  /** Gathers its news on real time, so that runs that must be repeatable do without. */
  seatNews?: SeatNews
}) {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'lucka-services-'))
  const timers = options.timers ?? runtimeTimers
  const storage = await openStorage({
    dataFolder,
    now: options.now(),
    restoreNewestBackup: false,
    nativeBinding: undefined,
  })
  const { inTransaction, read } = options.guard?.(storage) ?? storage
  const failures: unknown[] = []
  const onError = (error: unknown) => failures.push(error)
  const news = createNews()
  const deps = { inTransaction, read, now: options.now, news }
  const seatNews = options.seatNews ?? createSeatNews({ read, news, onError })
  const catalogue = createCatalogueService({ ...deps, seatNews, zone: () => 'Europe/Stockholm' })
  const onSeatsChanged = () => catalogue.changed()
  const onMailQueued = () => undefined
  let attentionCount = 0
  const connection = connectionTo(options.provider, (count) => {
    attentionCount = count
  })
  const follower = createFollower({ timers, onError })
  const attention = createSwishAttention({ read, now: options.now, timers, connection, onError })
  const random = options.random ?? (() => 0.5)
  const swishDeps = {
    timers,
    ...deps,
    connection,
    follower,
    attention,
    seatNews,
    onSeatsChanged,
    onMailQueued,
    random,
    onError,
  }
  const signing = await createTicketSigning({ ...deps, secrets: secretsInMemory() })
  const swish = createSwishService(swishDeps)
  const refunds = createRefundService({ ...swishDeps, swish })
  const ticketRefunds = createTicketRefundService({
    ...swishDeps,
    swishRefunds: refunds,
    // Whoever refunds here may.
    staff: { approve: () => Promise.resolve({ ok: true, value: { approvedBy: null } }) },
    settings: { current: () => ({ till: settingDefaults.till }) },
  })
  const fresh = (await read((db) => db.selectFrom('staff_user').select('id').execute())).length === 0
  if (!fresh) return office(1, 1)
  const staffUserId = await inTransaction((trx) =>
    insertStaffUser(trx, { name: 'Kim', role: 'cashier', pinHash: '-', demoPin: null }, options.now()),
  )
  await inTransaction(async (trx) => {
    const registerId = await insertRegister(trx, 'Kassa 1', options.now())
    await trx.db
      .insertInto('shift')
      .values({ register_id: registerId, float_ore: 0, opened_at: options.now(), opened_by: staffUserId })
      .execute()
  })
  const ticketTypeId = await inTransaction((trx) =>
    insertTicketType(
      trx,
      {
        ...{ title: 'Standard', description: '', priceOre: 19_999, vatClassId: 1, visible: true },
        ...{ admit: { times: 1, per: 'ticket' }, doorNote: '' },
      },
      options.now(),
    ),
  )

  return office(staffUserId, ticketTypeId)

  function office(staffUserId: number, ticketTypeId: number) {
    return {
      dataFolder,
      storage,
      catalogue,
      news,
      swish,
      refunds: {
        ...refunds,
        refundTickets: (orderId: number, request: RefundRequest, by: { staffUserId: number; key: string }) =>
          ticketRefunds.refundTickets(orderId, request, {
            caller: { staffUserId: by.staffUserId, permissions: permissionsOf.manager },
            address: '127.0.0.1',
            key: by.key,
          }),
      },
      callbacks: createSwishCallbacks({ swish, refunds }),
      payments: createPaymentsView({ read, attention }),
      attentionCount: () => attentionCount,
      staffUserId,
      ticketTypeId,
      /** The one shift, open from the beginning. */
      shiftId: 1,
      /** Gives an order of the ticket API to the till, as taking it up does, but leaves its time as it is. */
      giveToTill: (orderId: number) => inTransaction((trx) => assignShift(trx, orderId, 1)),
      failures,
      checkIns: createCheckInService({ ...deps, seatNews, signing, dayOf: (at) => at.slice(0, 10) }),
      till: createTillService({ ...deps, swish, refunds, attention, seatNews, onSeatsChanged, onMailQueued }),
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
      /** Puts an event away, so that what comes after it is not listed beside it. */
      archiveEvent: (eventId: number) =>
        inTransaction(({ db }) =>
          db.updateTable('event').set({ archived_at: options.now() }).where('id', '=', eventId).execute(),
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
      /** Stops at once, leaving the data folder as it is. */
      async stop() {
        follower.stop()
        refunds.stop()
        attention.stop()
        seatNews.stop()
        await storage.close()
      },
      async close() {
        await this.stop()
        rmSync(dataFolder, { recursive: true, force: true })
      },
    }
  }
}

export type BoxOffice = Awaited<ReturnType<typeof openBoxOffice>>
