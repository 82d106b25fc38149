import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import packageJson from '../../../package.json' with { type: 'json' }
import { noControlUnit } from '../devices/control-unit/control-unit'
import { createTicketMailComposer } from '../devices/mail/compose-ticket-mail'
import { createOutboxTransport } from '../devices/mail/outbox-transport'
import { renderEml } from '../devices/mail/render-eml'
import { createSmtpTransport } from '../devices/mail/smtp-transport'
import { createCupsPrinting } from '../devices/printing/destinations/system-printing'
import { createSlipPdf } from '../devices/printing/slip-pdf'
import { createSlipPrinter } from '../devices/printing/slip-printer'
import { createTicketPrinter } from '../devices/tickets/ticket-pdf'
import { renderQrPng, renderQrSvg, linkQr, swishQr, ticketQr } from '../devices/tickets/ticket-qr'
import { buildApp, type AppDeps } from '../http/build-app'
import { createSchemaCompilers } from '../http/compile-once'
import { createGuessGuard } from '../http/plugins/guess-guard'
import { createCatalogueService } from '../services/catalogue-service'
import { createCheckInService } from '../services/check-in-service'
import { createDoorSearch } from '../services/door/door-search'
import { createCodeGuard } from '../services/devices/code-guard'
import { openDeviceBook } from '../services/devices/device-book'
import { createDeviceService } from '../services/devices/device-service'
import { createPairingService } from '../services/devices/pairing-service'
import { openDoorBook } from '../services/door/door-book'
import { createDoorService } from '../services/door/door-service'
import { createEveryoneOut } from '../services/door/everyone-out'
import { createScanConflicts } from '../services/door/scan-conflicts'
import { createTicketBlocks } from '../services/door/ticket-blocks'
import { createUndoScan } from '../services/door/undo-service'
import { createDoorListService } from '../services/door/door-list-service'
import { createScanService } from '../services/door/scan-service'
import { createJournalService } from '../services/journal-service'
import { createDisplayService } from '../services/display-service'
import { createMailService } from '../services/mail-service'
import { createNews } from '../services/news'
import { createOrderService } from '../services/order-service'
import { createRegisterDutyService } from '../services/register-duty-service'
import { createRegisterService } from '../services/register-service'
import { createPeopleService } from '../services/people-service'
import { createPrintComposer } from '../services/printing/compose-print'
import { createPrintQueue } from '../services/printing/print-queue'
import { createPrinterService } from '../services/printing/printer-service'
import { createTicketPrints } from '../services/printing/ticket-prints'
import { createMailedReceipts } from '../services/receipts/mailed-receipts'
import { createReceiptService } from '../services/receipts/receipt-service'
import { createExchangeService } from '../services/refunds/exchange-service'
import { createTicketRefundService } from '../services/refunds/ticket-refund-service'
import { createReservationService } from '../services/reservation-service'
import { createSeatNews } from '../services/seat-news'
import { createSetUpService } from '../services/set-up-service'
import { createSettingsService } from '../services/settings-service'
import { createShiftService } from '../services/shift-service'
import { createClosingService } from '../services/shifts/closing-service'
import { createReportPrints } from '../services/shifts/report-prints'
import { createShiftReportService } from '../services/shifts/shift-report-service'
import { createStaffService } from '../services/staff-service'
import { createSwishAttention } from '../services/swish/attention'
import { createSwishCallbacks } from '../services/swish/callbacks'
import { createFollower } from '../services/swish/follower'
import { createPaymentsView } from '../services/swish/payments-view'
import { createRefundService } from '../services/swish/refund-service'
import { createSwishService } from '../services/swish/swish-service'
import { createSwishConnection } from '../services/swish/swish-connection'
import { createTicketQrTexts } from '../services/ticket-qr-text'
import { createTicketSigning } from '../services/ticket-signing'
import { createTillService } from '../services/till-service'
import { systemTimers } from '../services/timers'
import { createVatService } from '../services/vat-service'
import { createVoucherService } from '../services/voucher-service'
import { doorDay } from '#shared/time/door-day'
import { openStorage, type Storage } from '../storage/open-storage'
import { StorageRefusal } from '../storage/storage-refusal'
import { createLocalSimulator } from '../swish/simulator/local-simulator'
import { findPort, listen } from './listen'
import { rememberPictures } from './remembered-pictures'
import { keepSealingKey, SEALING_KEY_FILE, type SealingKey } from './sealing-key'
import { openSecretsFile } from './secrets-file'
import { createSecureDoor } from './secure-door'
import { ServerStartError } from './server-start-error'
import { createUpkeep } from './upkeep'

export { ServerStartError } from './server-start-error'

export interface ServerOptions {
  dataFolder: string
  /** 0 picks a free one. */
  port: number
  /** The address to listen on. All of them unless given: the LAN setting decides who is answered. */
  host?: string
  /** The first port to try for HTTPS: taken, the next free one. 0 picks a free one. */
  httpsPort: number
  /** Whether the network is told where this box office is, by multicast DNS. */
  mdns: boolean
  /** What to do when the port is taken. */
  portFallback: 'refuse' | 'next_free'
  /** Fills an empty data folder with demo data. */
  demo: boolean
  /** Puts the newest sound backup in the place of the database first. */
  restoreNewestBackup?: boolean
  /** The built Vue app. */
  pagesFolder: string
  /** Seals passwords and private keys; undefined where no key store of the computer can guard it. */
  sealingKey?: SealingKey
  /** Fonts and other files shipped as they are. */
  resourcesFolder: string
  logger: Logger
  /** better-sqlite3's binary for runtimes that its own does not serve. */
  nativeBinding?: string
}

export interface RunningServer {
  /** Of this machine: `http://127.0.0.1:PORT`. */
  url: string
  port: number
  requestedPort: number
  dataFolder: string
  lanUrls: string[]
  httpsPort: number
  secureUrls: string[]
  /** Resolves when the disk has failed: the host ends this server and starts a new one, which checks the file. */
  whenBroken: Promise<Error>
  /** Finishes what runs, writes everything down and stops. */
  close: () => Promise<void>
}

const RANDOM_STEPS = 1_000_000

/**
 * Starts the box office's server on a data folder: storage, services, payments that were open, the HTTP API and the staff
 * screens. It knows nothing of who hosts it: a worker thread of the desktop app, plain Node, or a test.
 *
 * @throws ServerStartError with nothing changed
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const now = () => new Date().toISOString()
  // Before anything is made in the data folder: a start that is refused leaves it as it was.
  const port = await findPort(options)
  const storage = await openRefusing(options, now())
  try {
    return await runOn(storage, options, port, now)
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function openRefusing(options: ServerOptions, now: string): Promise<Storage> {
  try {
    return await openStorage({
      dataFolder: options.dataFolder,
      now,
      restoreNewestBackup: options.restoreNewestBackup ?? false,
      nativeBinding: options.nativeBinding,
    })
  } catch (error) {
    if (error instanceof StorageRefusal) throw new ServerStartError(error.code, error.message, { cause: error })
    throw error
  }
}

async function runOn(
  storage: Storage,
  options: ServerOptions,
  port: number,
  now: () => string,
): Promise<RunningServer> {
  const { logger, dataFolder } = options
  for (const broken of storage.brokenInvariants) logger.error(broken, 'the data breaks a rule')

  const onError = (error: unknown) => {
    logger.error({ err: error }, 'background work failed')
  }
  const { inTransaction, read } = storage
  const news = createNews()
  const deps = { inTransaction, read, now, news }
  const { sealingKey } = options
  const secrets = openSecretsFile(
    join(dataFolder, 'secrets.json'),
    sealingKey && keepSealingKey(join(dataFolder, SEALING_KEY_FILE), sealingKey),
  )
  if (secrets.isLocked('ticketKey')) logger.warn('the key that signs tickets is locked: a new one will sign')
  for (const name of ['smtpPassword', 'swishCertificate'] as const) {
    if (secrets.isLocked(name)) logger.warn({ secret: name }, 'locked by a key store that is not at hand: set it again')
  }
  const sessionKey = secrets.get('sessionKey') ?? randomBytes(48).toString('base64url')
  secrets.set('sessionKey', sessionKey)

  const seatNews = createSeatNews({ read, news, onError })
  const settings = await createSettingsService({
    ...deps,
    secrets,
    onChanged: () => {
      catalogue.changed()
      mails.settingsChanged()
      swishConnection.settingsChanged()
      secureDoor.settingsChanged()
    },
  })
  const secureDoor = createSecureDoor({
    ...{ secrets, settings, now, logger, onError },
    httpsPort: options.httpsPort,
    host: options.host,
    mdns: options.mdns,
    version: packageJson.version,
  })
  const simulator = createLocalSimulator({
    now,
    after: systemTimers.after,
    deliverCallback: async (callback) => {
      await callbacks.receive(callback)
    },
    onChanged: () => {
      news.publish('swish_simulator', {})
      swishConnection.simulatorChanged()
    },
  })
  const swishConnection = createSwishConnection({
    settings: () => settings.current().swish,
    certificate: settings.swishCertificate,
    simulator,
    now,
    timers: systemTimers,
    news,
    onError,
  })
  const catalogue = createCatalogueService({ ...deps, seatNews, zone: () => settings.current().venue.zone })
  const onSeatsChanged = () => {
    catalogue.changed()
  }
  const ticketPrinter = createTicketPrinter({ resourcesFolder: options.resourcesFolder })
  const attention = createSwishAttention({ read, now, timers: systemTimers, connection: swishConnection, onError })
  const signing = await createTicketSigning({ ...deps, secrets })
  const qrTexts = createTicketQrTexts({ ...deps, settings, signing, onError })
  const orders = createOrderService({ ...deps, ticketPrinter, settings, qrTexts, viewpoint: attention.viewpoint })
  const slipPdf = createSlipPdf({ resourcesFolder: options.resourcesFolder })
  const systemPrinting = createCupsPrinting()
  const printQueue = createPrintQueue({
    ...deps,
    timers: systemTimers,
    printer: createSlipPrinter({ slipPdf, systemPrinting }),
    composer: createPrintComposer({ ...deps, orders, settings, ticketPrinter }),
    onError,
  })
  const mails = createMailService({
    ...deps,
    mailedReceipts: createMailedReceipts({ read, slipPdf }),
    settings,
    orders,
    composer: createTicketMailComposer({ ticketPrinter }),
    openTransport: async () => {
      const { smtp } = settings.current().mail
      if (smtp === null) return createOutboxTransport({ folder: join(dataFolder, 'outbox'), now })
      return createSmtpTransport({ ...smtp, password: settings.smtpPassword() ?? null })
    },
    renderEml,
    newMessageId: () => `<${randomUUID()}@lucka>`,
    onError,
  })
  const onMailQueued = () => {
    mails.wake()
  }
  const follower = createFollower({ timers: systemTimers, onError })
  const swishDeps = {
    ...deps,
    connection: swishConnection,
    follower,
    attention,
    timers: systemTimers,
    seatNews,
    onSeatsChanged,
    onMailQueued,
    random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
    onError,
  }
  const swish = createSwishService(swishDeps)
  const refunds = createRefundService({ ...swishDeps, swish })
  const callbacks = createSwishCallbacks({ swish, refunds })
  const staff = await createStaffService(deps)
  const doors = await openDoorBook(read)
  const dayOf = (at: string) => {
    const { venue, door } = settings.current()
    return doorDay(at, venue.zone, door.everyoneOutAt)
  }
  const everyoneOut = createEveryoneOut({ ...deps, seatNews, dayOf })
  const devices = await openDeviceBook({ ...deps, onError })
  const codes = createCodeGuard({ ...deps, devices, timers: systemTimers })
  const renderPageQr = (address: string) => renderQrSvg(linkQr(address))
  const giveBackDeps = { ...swishDeps, staff, settings, swishRefunds: refunds }
  const setUp = await createSetUpService({
    ...deps,
    settings,
    onFilled: () => {
      catalogue.changed()
      news.publish('catalogue', {})
    },
  })
  if (options.demo) {
    const filled = await setUp.run({ kind: 'demo' })
    if (!filled.ok) {
      throw new ServerStartError(
        'demo_on_existing_data',
        `the data folder ${dataFolder} already has data: demo data goes into an empty folder only`,
      )
    }
  }

  const shiftReports = createShiftReportService({ ...deps, settings })

  const displays = createDisplayService({
    ...deps,
    venue: () => settings.current().venue,
    version: packageJson.version,
    timers: systemTimers,
    newKey: () => randomBytes(16).toString('hex'),
    onError,
  })
  const listening = { port }
  const lanUrls = () =>
    settings.current().lan.open ? lanAddresses().map((it) => `http://${it}:${listening.port}`) : []
  const appDeps: AppDeps = {
    logger,
    pagesFolder: options.pagesFolder,
    resourcesFolder: options.resourcesFolder,
    now,
    news,
    sessionKey,
    settings,
    setUp,
    staff,
    people: createPeopleService(deps),
    vouchers: createVoucherService(deps),
    vat: createVatService({ ...deps, zone: () => settings.current().venue.zone, onChanged: onSeatsChanged }),
    displays,
    registerDuty: createRegisterDutyService({
      ...{ read, now, controlUnit: noControlUnit },
      limitOre: () => settings.current().till.registerLimitOre,
    }),
    catalogue,
    orders,
    mails,
    swish,
    swishConnection,
    signing,
    checkIns: createCheckInService({ ...deps, seatNews, dayOf, signing }),
    doors,
    doorSearch: createDoorSearch({ ...deps, dayOf }),
    doorService: createDoorService({ ...deps, doors }),
    undoScan: createUndoScan({ ...deps, seatNews, dayOf }),
    everyoneOut,
    scanConflicts: createScanConflicts(deps),
    ticketBlocks: createTicketBlocks(deps),
    codes,
    devices,
    deviceService: createDeviceService({ ...deps, devices, onUnlocked: codes.forget }),
    pairings: createPairingService({ ...deps, devices, address: () => secureDoor.urls()[0], renderPageQr }),
    pairingGuesses: createGuessGuard(now),
    scans: createScanService({
      ...{ ...deps, seatNews, doors, dayOf, signing },
      onConflict: () => news.publish('scan_conflict', {}),
    }),
    doorLists: createDoorListService({
      ...{ read, now, doors, signing, randomBytes },
      venue: () => {
        const { venue, door } = settings.current()
        return { name: venue.name, language: venue.language, zone: venue.zone, everyoneOutAt: door.everyoneOutAt }
      },
    }),
    registers: createRegisterService(deps),
    shifts: createShiftService({ ...deps, queue: printQueue }),
    shiftReports,
    reportPrints: createReportPrints({ ...deps, reports: shiftReports, queue: printQueue, slipPdf }),
    closings: createClosingService({ ...deps, settings, staff }),
    journal: createJournalService(deps),
    refunds,
    ticketRefunds: createTicketRefundService(giveBackDeps),
    exchanges: createExchangeService(giveBackDeps),
    callbacks,
    payments: createPaymentsView({ read, attention }),
    till: createTillService({ ...deps, swish, refunds, attention, seatNews, onSeatsChanged, onMailQueued }),
    reservations: createReservationService({
      ...deps,
      swish,
      seatNews,
      onSeatsChanged,
      newToken: () => randomBytes(16).toString('hex'),
    }),
    knowsToken: swish.knowsToken,
    renderQr: {
      png: rememberPictures((token) => renderQrPng(swishQr(token))),
      svg: rememberPictures((token) => renderQrSvg(swishQr(token))),
      svgForMark: rememberPictures((token) => renderQrSvg(swishQr(token, 'H'))),
    },
    receipts: createReceiptService({ ...deps, queue: printQueue, onMailQueued }),
    printQueue,
    printers: createPrinterService({ ...deps, queue: printQueue, systemPrinting, settings, after: systemTimers.after }),
    ticketPrints: createTicketPrints({ ...deps, queue: printQueue, orders, settings }),
    renderPageQr,
    renderTicketQr: async (code) => renderQrSvg(ticketQr(await qrTexts.ofCode(code))),
    serverFacts: () => ({
      version: packageJson.version,
      port: listening.port,
      requestedPort: options.port === 0 ? listening.port : options.port,
      lanUrls: lanUrls(),
      httpsPort: secureDoor.port(),
      secureUrls: secureDoor.urls(),
      authorityFingerprint: secureDoor.authority().fingerprint,
      advertised: secureDoor.isAdvertised(),
    }),
    authority: secureDoor.authority,
    httpsPort: secureDoor.port,
    guesses: createGuessGuard(now),
    compilers: createSchemaCompilers(),
  }
  await everyoneOut.look()
  const app = await buildApp(appDeps, { secure: false })
  listening.port = await listen(app, { port, host: options.host })
  await secureDoor.open((context) => buildApp(appDeps, { secure: true, context }))
  await swish.resume()
  await refunds.resume()
  await printQueue.resume()
  mails.wake()
  const upkeep = createUpkeep({ ...deps, storage, seatNews, everyoneOut, onSeatsChanged, onError })

  return {
    url: `http://127.0.0.1:${listening.port}`,
    port: listening.port,
    requestedPort: options.port === 0 ? listening.port : options.port,
    dataFolder,
    lanUrls: lanUrls(),
    httpsPort: secureDoor.port(),
    secureUrls: secureDoor.urls(),
    whenBroken: storage.whenBroken,
    close: async () => {
      upkeep.stop()
      follower.stop()
      refunds.stop()
      attention.stop()
      swishConnection.close()
      simulator.close()
      seatNews.stop()
      displays.stop()
      await Promise.all([app.close(), secureDoor.close()])
      await mails.stop()
      await printQueue.stop()
      await storage.close()
    },
  }
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal && entry.family === 'IPv4')
    .map((entry) => entry.address)
}
