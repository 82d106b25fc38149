import type { FastifyInstance } from 'fastify'
import type { QrRenderer } from '../ticket-api/generate-qr-route'
import type { CatalogueService } from '../../../services/catalogue-service'
import type { CheckInService } from '../../../services/check-in-service'
import type { JournalService } from '../../../services/journal-service'
import type { DisplayService } from '../../../services/display-service'
import type { MailService } from '../../../services/mail-service'
import type { News } from '../../../services/news'
import type { OrderService } from '../../../services/order-service'
import type { RegisterDutyService } from '../../../services/register-duty-service'
import type { RegisterService } from '../../../services/register-service'
import type { SettingsService } from '../../../services/settings-service'
import type { SetUpService } from '../../../services/set-up-service'
import type { ShiftService } from '../../../services/shift-service'
import type { ClosingService } from '../../../services/shifts/closing-service'
import type { ReportPrints } from '../../../services/shifts/report-prints'
import type { ShiftReportService } from '../../../services/shifts/shift-report-service'
import { STAFF_SESSION_SECONDS, type StaffService } from '../../../services/staff-service'
import type { PrinterService } from '../../../services/printing/printer-service'
import type { PrintQueue } from '../../../services/printing/print-queue'
import type { TicketPrints } from '../../../services/printing/ticket-prints'
import type { ReceiptService } from '../../../services/receipts/receipt-service'
import type { SwishService } from '../../../services/swish/swish-service'
import type { SwishConnection } from '../../../services/swish/swish-connection'
import type { PeopleService } from '../../../services/people-service'
import type { VatService } from '../../../services/vat-service'
import type { VoucherService } from '../../../services/voucher-service'
import type { PaymentsView } from '../../../services/swish/payments-view'
import type { ExchangeService } from '../../../services/refunds/exchange-service'
import type { TicketRefundService } from '../../../services/refunds/ticket-refund-service'
import type { RefundService } from '../../../services/swish/refund-service'
import type { TicketSigning } from '../../../services/ticket-signing'
import type { TillService } from '../../../services/till-service'
import type { CodeGuard } from '../../../services/devices/code-guard'
import type { DeviceBook } from '../../../services/devices/device-book'
import type { DeviceService } from '../../../services/devices/device-service'
import type { PairingService } from '../../../services/devices/pairing-service'
import type { DoorBook } from '../../../services/door/door-book'
import type { DoorSearch } from '../../../services/door/door-search'
import type { DoorService } from '../../../services/door/door-service'
import type { EveryoneOut } from '../../../services/door/everyone-out'
import type { ScanConflicts } from '../../../services/door/scan-conflicts'
import type { TicketBlocks } from '../../../services/door/ticket-blocks'
import type { UndoScan } from '../../../services/door/undo-service'
import type { DoorListService } from '../../../services/door/door-list-service'
import type { ScanService } from '../../../services/door/scan-service'
import { guardAccess, refuseStrangers } from '../../plugins/access'
import { answerErrors } from '../../plugins/errors'
import { problem } from '../../plugins/problem'
import { registerStoredSession } from '../../plugins/stored-session'
import { registerBasketRoutes } from './basket-routes'
import { registerCheckInRoutes } from './check-in-routes'
import { registerClosingRoutes } from './closing-routes'
import { registerDisplayRoutes } from './display-routes'
import { registerDiscountRoutes } from './discount-routes'
import { registerEventRoutes } from './event-routes'
import { registerJournalRoutes } from './journal-routes'
import { registerGiveBackRoutes } from './give-back-routes'
import { registerMailRoutes } from './mail-routes'
import { registerOrderRoutes } from './order-routes'
import { registerPeopleRoutes } from './people-routes'
import { registerPaymentAttemptRoutes } from './payment-attempt-routes'
import { registerPrintingRoutes } from './printing-routes'
import { registerReceiptRoutes } from './receipt-routes'
import { registerRefundRoutes } from './refund-routes'
import { registerDeviceRoutes } from './device-routes'
import { registerDoorListRoutes } from './door-list-routes'
import { registerDoorRoutes } from './door-routes'
import { registerDoorSearchRoute } from './door-search-route'
import { registerDutyRoute } from './register-duty-route'
import { registerRegisterRoutes } from './register-routes'
import { registerScanConflictRoutes } from './scan-conflict-routes'
import { registerServerRoutes, type ServerFacts } from './server-routes'
import { registerSessionRoutes } from './session-routes'
import { registerSettingsRoutes } from './settings-routes'
import { registerShiftReportRoutes } from './shift-report-routes'
import { registerShiftRoutes } from './shift-routes'
import { registerSwishPaymentsRoute } from './swish-payments-route'
import { registerSwishRoutes } from './swish-routes'
import { registerTicketBlockRoutes } from './ticket-block-routes'
import { registerTenderRoutes } from './tender-routes'
import { registerTicketKeyRoutes } from './ticket-key-routes'
import { registerVatRoutes } from './vat-routes'
import { registerVoucherRoutes } from './voucher-routes'

export interface StaffApiDeps {
  catalogue: CatalogueService
  till: TillService
  swish: SwishService
  swishConnection: SwishConnection
  refunds: RefundService
  ticketRefunds: TicketRefundService
  exchanges: ExchangeService
  payments: PaymentsView
  orders: OrderService
  checkIns: CheckInService
  scans: ScanService
  doors: DoorBook
  doorSearch: DoorSearch
  signing: TicketSigning
  doorService: DoorService
  undoScan: UndoScan
  everyoneOut: EveryoneOut
  scanConflicts: ScanConflicts
  ticketBlocks: TicketBlocks
  codes: CodeGuard
  devices: DeviceBook
  deviceService: DeviceService
  pairings: PairingService
  doorLists: DoorListService
  registers: RegisterService
  shifts: ShiftService
  shiftReports: ShiftReportService
  reportPrints: ReportPrints
  closings: ClosingService
  journal: JournalService
  mails: MailService
  settings: SettingsService
  setUp: SetUpService
  staff: StaffService
  people: PeopleService
  vouchers: VoucherService
  vat: VatService
  displays: DisplayService
  registerDuty: RegisterDutyService
  news: News
  printers: PrinterService
  printQueue: PrintQueue
  ticketPrints: TicketPrints
  receipts: ReceiptService
  renderPageQr: (address: string) => Promise<string>
  renderTicketQr: QrRenderer['svg']
  serverFacts: () => ServerFacts
  sessionKey: string
  now: () => string
  /** Whether this is the HTTPS door. */
  secure: boolean
}

const malformedCodes: Record<number, string> = {
  413: 'body_too_large',
  415: 'unsupported_content_type',
}

export const staffApiWords = {
  malformed: (status: number) => ({
    status,
    body: problem(malformedCodes[status] ?? 'malformed_request', 'The request is not as the contract says.'),
  }),
  notFound: problem('not_found', 'There is nothing at this address.'),
  unexpected: (errorId: string) => problem('unexpected_error', 'Something went wrong in Lucka.', { errorId }),
  diskFull: problem('disk_full', 'The disk is full. Make room and try again.'),
}

/** What the staff screens are made of. Business rules live in the services; here requests become calls. */
export async function staffApi(app: FastifyInstance, deps: StaffApiDeps): Promise<void> {
  refuseStrangers(app)
  answerErrors(app, staffApiWords)
  await registerStoredSession(app, {
    // The prefix makes browsers refuse one that another machine of the same domain has set; it needs HTTPS.
    cookieName: deps.secure ? '__Host-lucka_staff' : 'lucka_staff',
    secure: deps.secure,
    maxAgeSeconds: STAFF_SESSION_SECONDS,
    sameSite: 'strict',
    key: deps.sessionKey,
    find: async (sessionId) => {
      const staff = await deps.staff.sessionOf(sessionId)
      return staff && { expiresAt: staff.expiresAt, content: { staff } }
    },
  })
  guardAccess(app)
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store')
    done()
  })
  registerServerRoutes(app, deps)
  registerSessionRoutes(app, deps)
  registerEventRoutes(app, deps)
  registerOrderRoutes(app, deps)
  registerBasketRoutes(app, deps)
  registerTenderRoutes(app, deps)
  registerDiscountRoutes(app, deps)
  registerPaymentAttemptRoutes(app, deps)
  registerRefundRoutes(app, deps)
  registerGiveBackRoutes(app, deps)
  registerSwishPaymentsRoute(app, deps)
  registerCheckInRoutes(app, deps)
  registerDoorRoutes(app, deps)
  registerDoorSearchRoute(app, deps)
  registerTicketKeyRoutes(app, deps)
  registerScanConflictRoutes(app, deps)
  registerTicketBlockRoutes(app, deps)
  registerDeviceRoutes(app, deps)
  registerDoorListRoutes(app, deps)
  registerRegisterRoutes(app, deps)
  registerShiftRoutes(app, deps)
  registerClosingRoutes(app, deps)
  registerShiftReportRoutes(app, deps)
  registerJournalRoutes(app, deps)
  registerSettingsRoutes(app, deps)
  registerMailRoutes(app, deps)
  registerSwishRoutes(app, deps)
  registerPeopleRoutes(app, deps)
  registerVoucherRoutes(app, deps)
  registerPrintingRoutes(app, deps)
  registerReceiptRoutes(app, deps)
  registerVatRoutes(app, deps)
  registerDisplayRoutes(app, deps)
  registerDutyRoute(app, deps)
}
