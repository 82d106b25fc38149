import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common'

/** One event of money. `hash` is made over the entry and `previousHash`; domain/journal/journal-entry.ts tells how. */
export const JournalEntryView = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  kind: Type.String(),
  registerName: Nullable(Type.String()),
  shiftId: Nullable(Id),
  orderId: Nullable(Id),
  by: Nullable(Type.String()),
  amountOre: Nullable(Type.Integer()),
  detail: Type.Record(Type.String(), Type.Unknown()),
  previousHash: Type.String(),
  hash: Type.String(),
})
export type JournalEntryView = Static<typeof JournalEntryView>

/**
 * GET /api/v1/journal?before=…&order=…&kind=…: newest first, a hundred at a time. Right: `view_journal`.
 */
export const JournalSearch = Type.Object({
  /** Entries with a smaller number than this. */
  before: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
  order: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
  kind: Type.Optional(Type.String({ pattern: '^[a-z_]{1,40}$' })),
})
export const JournalPage = Type.Object({ entries: Type.Array(JournalEntryView), count: Type.Integer() })
export type JournalPage = Static<typeof JournalPage>

/**
 * POST /api/v1/journal/verifications: reads the whole journal. With `head`, as a Z report prints it, it is also known
 * whether entries at its end are gone. 200 JournalVerification, whatever it found.
 */
export const JournalVerificationRequest = Type.Object(
  { head: Nullable(Type.String({ pattern: '^[0-9]{1,15}[ :-][0-9a-fA-F]{16,64}$' })) },
  { additionalProperties: false },
)
export type JournalVerificationRequest = Static<typeof JournalVerificationRequest>

/**
 * `gap`: a number is missing. `not_its_hash`: an entry was changed. `not_linked`: it does not follow the one before.
 * `head_missing`, `head_differs`: what was printed on a Z report is not there, or is another entry.
 */
const JournalFault = Type.Union([
  Type.Literal('gap'),
  Type.Literal('not_its_hash'),
  Type.Literal('not_linked'),
  Type.Literal('head_missing'),
  Type.Literal('head_differs'),
])
export const JournalVerification = Type.Object({
  sound: Type.Boolean(),
  count: Type.Integer(),
  head: Type.Object({ seq: Type.Integer(), hash: Type.String() }),
  /** The first entry that is wrong; null in a sound journal. */
  broken: Nullable(Type.Object({ seq: Type.Integer(), fault: JournalFault })),
})
export type JournalVerification = Static<typeof JournalVerification>
