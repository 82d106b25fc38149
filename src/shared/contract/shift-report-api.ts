import { Type, type Static, type TProperties } from 'typebox'
import { Id, Instant, Language, Line, Nullable, Ore } from './common'
import { Approval } from './order-api'

/** Whole öre, below zero too. */
const Signed = Type.Integer()
const countAndSum = { count: Type.Integer(), amountOre: Signed }
const list = <T extends TProperties>(properties: T) => Type.Array(Type.Object(properties))
const ReportTender = Type.Union([
  Type.Literal('cash'),
  Type.Literal('card'),
  Type.Literal('swish'),
  Type.Literal('swish_by_eye'),
  Type.Literal('exchange'),
])

/** POST /api/v1/shifts/:id/cash-movements with an `idempotency-key`: 201 Movement. 404 `shift_not_found`; 409 `shift_closed`. */
export const NewMovement = Type.Object(
  {
    kind: Type.Union([Type.Literal('paid_in'), Type.Literal('paid_out')]),
    amountOre: Type.Integer({ minimum: 1, maximum: 10_000_000_000 }),
    reason: Line(100),
  },
  { additionalProperties: false },
)
export type NewMovement = Static<typeof NewMovement>
const movement = {
  kind: Type.Union([Type.Literal('paid_in'), Type.Literal('paid_out')]),
  amountOre: Ore,
  reason: Type.String(),
  at: Instant,
  by: Type.String(),
}
export const Movement = Type.Object(movement)
export type Movement = Static<typeof Movement>

/**
 * POST /api/v1/shifts/:id/drawer-openings with an `idempotency-key`: opens the drawer without a sale, which is counted.
 * 201 DrawerOpening. 404 `shift_not_found`; 409 `shift_closed`.
 */
export const NewDrawerOpening = Type.Object({ reason: Line(100) }, { additionalProperties: false })
export type NewDrawerOpening = Static<typeof NewDrawerOpening>
export const DrawerOpening = Type.Object({
  id: Id,
  reason: Type.String(),
  at: Instant,
  /** The register's printer was told to kick it; without a printer it is opened by hand. */
  kicked: Type.Boolean(),
})
export type DrawerOpening = Static<typeof DrawerOpening>

/** What an X report reads and a Z report freezes; domain/shifts/shift-report.ts tells what each figure means. */
const ShiftReport = Type.Object({
  sales: Type.Object({ ...countAndSum, tickets: Type.Integer() }),
  returns: Type.Object({ ...countAndSum, tickets: Type.Integer() }),
  netOre: Signed,
  articles: list({
    title: Type.String(),
    vatRateBp: Type.Integer(),
    count: Type.Integer(),
    grossOre: Signed,
    netOre: Signed,
  }),
  vat: list({ vatRateBp: Type.Integer(), grossOre: Signed, netOre: Signed, vatOre: Signed }),
  tenders: list({
    tender: ReportTender,
    count: Type.Integer(),
    takenOre: Signed,
    returnedOre: Signed,
    netOre: Signed,
  }),
  roundingOre: Signed,
  withoutReceiptOre: Signed,
  cash: Type.Object({
    floatOre: Signed,
    paidInOre: Signed,
    paidOutOre: Signed,
    salesOre: Signed,
    refundsOre: Signed,
    expectedOre: Signed,
  }),
  movements: list(movement),
  discounts: Type.Object(countAndSum),
  complimentary: Type.Object(countAndSum),
  copies: Type.Object(countAndSum),
  training: Type.Object(countAndSum),
  unfinished: Type.Object(countAndSum),
  drawerOpenings: Type.Integer(),
  grandTotals: Type.Object({ salesOre: Signed, returnsOre: Signed, netOre: Signed }),
})

/** Who, where and when: the head of an X or Z report. */
const reportHead = {
  language: Language,
  /** IANA name of the venue's zone. */
  zone: Type.String(),
  company: Type.Object({ name: Type.String(), organisationNumber: Type.String(), address: Type.String() }),
  registerId: Id,
  registerName: Type.String(),
  openedAt: Instant,
  openedBy: Type.String(),
  madeAt: Instant,
  madeBy: Type.String(),
  /** The register's last Z report before this. */
  previousClose: Nullable(Type.Object({ number: Type.Integer(), at: Instant })),
}

/**
 * GET /api/v1/shifts/:id/x-report: how an open shift stands now; nothing is stored or set back. 404 `shift_not_found`; 409 `shift_closed`.
 * POST /api/v1/shifts/:id/x-prints: prints it on the register's printer. 201 PrintJob. The same, and 409 `no_printer`.
 */
export const XReport = Type.Object({ ...reportHead, report: ShiftReport })
export type XReport = Static<typeof XReport>

/**
 * Something of a shift that is not finished. `basket`: unpaid, its seats held. `part_paid`: some of its money has come.
 * `swish_payment`: Swish waits for the customer. `refund_due`: money received that nobody has decided about. `refund`: money
 * on its way back, or refused. `print_job`, `mail`: failed. Only the first three hold a close up, until they are handed over.
 */
const BlockerKind = Type.Union([
  Type.Literal('basket'),
  Type.Literal('part_paid'),
  Type.Literal('swish_payment'),
  Type.Literal('refund_due'),
  Type.Literal('refund'),
  Type.Literal('print_job'),
  Type.Literal('mail'),
])
export type BlockerKind = Static<typeof BlockerKind>
export const Blocker = Type.Object({
  kind: BlockerKind,
  /** Of the order, the money due, the refund, the print job or the mail. */
  id: Id,
  orderId: Nullable(Id),
  /** The event, what was to be printed, or the address. */
  title: Type.String(),
  tickets: Nullable(Type.Integer()),
  amountOre: Nullable(Ore),
  /** Of a basket: what has been paid of `amountOre`. */
  paidOre: Nullable(Ore),
  parkedName: Nullable(Type.String()),
  training: Type.Boolean(),
  /** Swish's or the printer's word for what is wrong. */
  error: Nullable(Type.String()),
  since: Instant,
})
export type Blocker = Static<typeof Blocker>
/** GET /api/v1/shifts/:id/blockers: 200, oldest first within a kind. 404 `shift_not_found`. */
export const BlockerList = Type.Object({ blockers: Type.Array(Blocker) })

/**
 * POST /api/v1/shifts/:id/hand-overs: these unpaid orders wait for another open shift, or for any (null). Repeating it changes
 * nothing. 200 BlockerList: what is left. 404 `shift_not_found`; 409 `shift_closed`, `receiver_closed`.
 */
export const HandOver = Type.Object(
  { orderIds: Type.Array(Id, { minItems: 1, maxItems: 1_000 }), toShiftId: Nullable(Id) },
  { additionalProperties: false },
)
export type HandOver = Static<typeof HandOver>

/** POST /api/v1/shifts/:id/seen-blockers: somebody knows of it, and it no longer stands in the way. 200 BlockerList. */
export const SeenBlocker = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('refund_due'),
      Type.Literal('refund'),
      Type.Literal('print_job'),
      Type.Literal('mail'),
    ]),
    id: Id,
  },
  { additionalProperties: false },
)
export type SeenBlocker = Static<typeof SeenBlocker>

const countFields = {
  /** How many of each coin and note; what is left out counts as none. */
  pieces: Type.Array(
    Type.Object(
      {
        valueOre: Type.Union([
          Type.Literal(100),
          Type.Literal(200),
          Type.Literal(500),
          Type.Literal(1_000),
          Type.Literal(2_000),
          Type.Literal(5_000),
          Type.Literal(10_000),
          Type.Literal(20_000),
          Type.Literal(50_000),
          Type.Literal(100_000),
        ]),
        count: Type.Integer({ minimum: 0, maximum: 100_000 }),
      },
      { additionalProperties: false },
    ),
    { maxItems: 10 },
  ),
  /** The card terminal's own total; null when nobody looked. */
  cardOre: Nullable(Signed),
  swishByEyeOre: Nullable(Signed),
}

/**
 * POST /api/v1/shifts/:id/closings with an `idempotency-key`: hands over what is unpaid, closes the shift and freezes its Z
 * report, all or nothing. 201 ZReport. Refusals: 404 `shift_not_found`; 403 `approval_needed` (somebody else opened it), `wrong_pin`,
 * 429 `locked_out`; 409 `shift_closed`
 * (details.zReportId), `still_open` (details.count: unpaid orders, and `handOver` is null), `receiver_closed`; 422 `note_needed`
 * (details.comparisons: what differs).
 */
export const Closing = Type.Object(
  {
    ...countFields,
    note: Nullable(Line(300)),
    /** Who gets what is unpaid: a shift, or anybody (toShiftId null). */
    handOver: Nullable(Type.Object({ toShiftId: Nullable(Id) }, { additionalProperties: false })),
    /** Of somebody who may close other people's shifts, for a shift that somebody else opened. */
    approval: Type.Optional(Approval),
  },
  { additionalProperties: false },
)
export type Closing = Static<typeof Closing>

const Comparisons = list({
  tender: Type.Union([Type.Literal('cash'), Type.Literal('card'), Type.Literal('swish_by_eye')]),
  expectedOre: Signed,
  countedOre: Signed,
  differenceOre: Signed,
})

/** What a Z report says, as it was when it was made: stored, and never made anew. */
export const ZContent = Type.Object({
  ...reportHead,
  number: Type.Integer(),
  report: ShiftReport,
  count: Type.Object({
    pieces: list({ valueOre: Type.Integer(), count: Type.Integer() }),
    cardOre: Nullable(Signed),
    swishByEyeOre: Nullable(Signed),
  }),
  comparisons: Comparisons,
  note: Nullable(Type.String()),
  /** Unpaid orders that went to another shift (null: to anybody). */
  handedOver: Type.Object({ ...countAndSum, to: Nullable(Type.String()) }),
  /** Other unfinished things that were there, by kind. */
  leftOpen: list({ kind: BlockerKind, count: Type.Integer() }),
  /** Where the journal of money stood. */
  journal: Type.Object({ seq: Type.Integer(), hash: Type.String() }),
})
export type ZContent = Static<typeof ZContent>

const zHead = {
  id: Id,
  shiftId: Id,
  registerId: Id,
  registerName: Type.String(),
  /** Without a gap within its register. */
  number: Type.Integer(),
  madeAt: Instant,
  madeBy: Type.String(),
  /** Cash. */
  expectedOre: Signed,
  countedOre: Ore,
  differenceOre: Signed,
  salesOre: Signed,
  returnsOre: Signed,
}
export const ZReport = Type.Object({ ...zHead, note: Nullable(Type.String()), content: ZContent })
export type ZReport = Static<typeof ZReport>

/**
 * GET /api/v1/z-reports?register=…&before=…: newest first, fifty at a time, those with a smaller id than `before`; without
 * `manage_shifts` only of the person's own shifts. GET /api/v1/z-reports/:id: 200 ZReport, 404 `z_report_not_found`; its PDF is
 * GET /api/v1/z-reports/:id/report.pdf. POST /api/v1/z-reports/:id/prints {registerId}: prints it there. 201 PrintJob; 404;
 * 409 `no_printer`.
 */
export const ZReportSearch = Type.Object({
  register: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
  before: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
})
export const ZReportSummary = Type.Object(zHead)
export type ZReportSummary = Static<typeof ZReportSummary>
export const ZReportList = Type.Object({ zReports: Type.Array(ZReportSummary) })
