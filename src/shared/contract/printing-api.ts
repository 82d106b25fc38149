import { Type, type Static } from 'typebox'
import type { PrintFault } from '../domain/printing/print-job'
import { Id, Instant, Line, Nullable } from './common'

/** How åäö are written: as the printer's own tables have them. cp858 is right for most printers. */
export const CodePage = Type.Union([Type.Literal('cp858'), Type.Literal('windows1252'), Type.Literal('cp850')])
export type CodePage = Static<typeof CodePage>

const networkSettings = Type.Object(
  {
    /** Name or address of the printer on the venue's network. */
    host: Type.String({ pattern: '^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$' }),
    /** 9100 for nearly every printer. */
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    codePage: CodePage,
  },
  { additionalProperties: false },
)
const deviceSettings = Type.Object({ path: Line(300), codePage: CodePage }, { additionalProperties: false })
const folderSettings = Type.Object({ folder: Line(300) }, { additionalProperties: false })
const systemSettings = Type.Object(
  {
    /** As the computer's print queue calls it; never an option of the program that prints. */
    printerName: Type.String({ pattern: '^[^-\\s/#\\u0000-\\u001f][^\\s/#\\u0000-\\u001f]{0,126}$' }),
  },
  { additionalProperties: false },
)
const RollPaper = Type.Union([Type.Literal('58'), Type.Literal('80')])
const AnyPaper = Type.Union([Type.Literal('58'), Type.Literal('80'), Type.Literal('A4')])
export type Paper = Static<typeof AnyPaper>

/**
 * Where a printer is. `network`: a receipt printer on TCP. `device`: one on a cable, through its device file. `folder`: PDF files.
 * `system`: any printer that this computer knows. `paper`: width in millimetres, or A4 sheets.
 */
const targets = {
  network: { kind: Type.Literal('network'), paper: RollPaper, settings: networkSettings },
  device: { kind: Type.Literal('device'), paper: RollPaper, settings: deviceSettings },
  folder: { kind: Type.Literal('folder'), paper: AnyPaper, settings: folderSettings },
  system: { kind: Type.Literal('system'), paper: AnyPaper, settings: systemSettings },
}
export type PrinterTarget =
  | { kind: 'network'; paper: '58' | '80'; settings: Static<typeof networkSettings> }
  | { kind: 'device'; paper: '58' | '80'; settings: Static<typeof deviceSettings> }
  | { kind: 'folder'; paper: Paper; settings: Static<typeof folderSettings> }
  | { kind: 'system'; paper: Paper; settings: Static<typeof systemSettings> }

const PrintJobState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('printing'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
])
/** Why it was not printed; domain/printing/print-job.ts tells what each means. */
const PrintErrorCode = Type.Unsafe<PrintFault>(Type.String())

/**
 * GET /api/v1/printers (right `sell`): those in use, by name. POST /api/v1/printers: 201 Printer. PUT /api/v1/printers/:id and
 * DELETE /api/v1/printers/:id (it is put away; registers no longer use it; its waiting jobs are cancelled): 200 Printer.
 * Refusals: 404 `printer_not_found`; 409 `name_taken`, `edit_conflict` (`version` is the one that was read).
 * GET /api/v1/system-printers: 200 SystemPrinterList, empty on a computer without a print queue.
 * POST /api/v1/printers/:id/tests: prints a test page and waits for it: 200 PrintJob, `done` or `failed`.
 */
const name = Line(40)
export const NewPrinter = Type.Union([
  Type.Object({ name, ...targets.network }, { additionalProperties: false }),
  Type.Object({ name, ...targets.device }, { additionalProperties: false }),
  Type.Object({ name, ...targets.folder }, { additionalProperties: false }),
  Type.Object({ name, ...targets.system }, { additionalProperties: false }),
])
export type NewPrinter = PrinterTarget & { name: string }
const version = Type.Integer({ minimum: 1 })
export const PrinterEdit = Type.Union([
  Type.Object({ name, version, ...targets.network }, { additionalProperties: false }),
  Type.Object({ name, version, ...targets.device }, { additionalProperties: false }),
  Type.Object({ name, version, ...targets.folder }, { additionalProperties: false }),
  Type.Object({ name, version, ...targets.system }, { additionalProperties: false }),
])
export type PrinterEdit = NewPrinter & { version: number }

const lastJob = Type.Object({
  state: PrintJobState,
  errorCode: Nullable(PrintErrorCode),
  errorText: Nullable(Type.String()),
  at: Instant,
})
const read = {
  id: Id,
  name: Type.String(),
  version,
  /** The newest job that ended; null before the first. */
  lastJob: Nullable(lastJob),
  waitingCount: Type.Integer(),
}
export const Printer = Type.Union([
  Type.Object({ ...read, ...targets.network }),
  Type.Object({ ...read, ...targets.device }),
  Type.Object({ ...read, ...targets.folder }),
  Type.Object({ ...read, ...targets.system }),
])
export type Printer = PrinterTarget & {
  id: number
  name: string
  version: number
  lastJob: Static<typeof lastJob> | null
  waitingCount: number
}
export const PrinterList = Type.Object({ printers: Type.Array(Printer) })
export const SystemPrinterList = Type.Object({ printerNames: Type.Array(Type.String()) })

/** GET /api/v1/register-printers (`sell`): 200. PUT /api/v1/registers/:id/printers: 200 RegisterPrinters; null: prints nothing. */
export const RegisterPrintersEdit = Type.Object(
  { receiptPrinterId: Nullable(Id), ticketPrinterId: Nullable(Id) },
  { additionalProperties: false },
)
export type RegisterPrintersEdit = Static<typeof RegisterPrintersEdit>
export const RegisterPrinters = Type.Object({
  registerId: Id,
  registerName: Type.String(),
  receiptPrinterId: Nullable(Id),
  ticketPrinterId: Nullable(Id),
})
export type RegisterPrinters = Static<typeof RegisterPrinters>
export const RegisterPrintersList = Type.Object({ registers: Type.Array(RegisterPrinters) })

/**
 * GET /api/v1/print-jobs?orderId=…: 200 PrintJobList: everything unfinished and what was printed last, newest first; with an
 * order's id, just its jobs. POST /api/v1/print-jobs/:id/retries and /cancellations: 200 PrintJob. 404 `print_job_not_found`;
 * 409 `print_job_not_failed` (details.state): only a failed or waiting one is tried again, only one that does not print now is
 * given up.
 */
export const PrintJob = Type.Object({
  id: Id,
  printerId: Id,
  printerName: Type.String(),
  kind: Type.Union([
    Type.Literal('tickets'),
    Type.Literal('receipt'),
    Type.Literal('slip'),
    Type.Literal('test'),
    Type.Literal('drawer'),
  ]),
  title: Type.String(),
  state: PrintJobState,
  /** A reprint, marked as one. */
  copy: Type.Boolean(),
  attempts: Type.Integer(),
  nextTryAt: Nullable(Instant),
  errorCode: Nullable(PrintErrorCode),
  errorText: Nullable(Type.String()),
  /** Something may lie on the paper: look before printing it again. */
  mayHavePrinted: Type.Boolean(),
  orderId: Nullable(Id),
  shiftId: Nullable(Id),
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
  endedAt: Nullable(Instant),
})
export type PrintJob = Static<typeof PrintJob>
export const PrintJobList = Type.Object({ jobs: Type.Array(PrintJob) })
export const PrintJobSearch = Type.Object({ orderId: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })) })

/**
 * POST /api/v1/orders/:id/ticket-prints {registerId}: prints the tickets of a paid order on a register's printer. 201 PrintJob.
 * 404 `order_not_found`; 409 `no_printer` (the register has none for it), `nothing_to_print`.
 * POST /api/v1/receipts/:id/copies {registerId}: prints the receipt once more, marked KOPIA; once per receipt. 201 PrintJob.
 * 404 `receipt_not_found`; 409 `copied_already` (details.at), `no_printer`.
 * POST /api/v1/receipts/:id/mails {toAddress}: 201 Mail. 404 `receipt_not_found`; 422 `invalid_email`.
 * GET /api/v1/receipts/:id/page.svg: a QR of the receipt's page for the customer's phone. 404 `receipt_not_found`; 409
 * `lan_closed`: no phone could open it.
 */
export const PrintRequest = Type.Object({ registerId: Id }, { additionalProperties: false })
export const ReceiptMailRequest = Type.Object(
  { toAddress: Type.String({ maxLength: 255 }) },
  { additionalProperties: false },
)
