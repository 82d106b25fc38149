import { Type, type Static, type TSchema } from 'typebox'

/** Database id of an event, ticket type, order …: a positive safe integer. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** An id in a path. It arrives as text; the route turns it into a number. */
export const IdInPath = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }) })

/** ISO 8601 in UTC, always with milliseconds, so that text order is time order: `2026-11-23T18:00:00.000Z`. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' })

/** Whole öre. A hundred million kronor is far above any sale and far below what a double holds exactly. */
export const Ore = Type.Integer({ minimum: 0, maximum: 10_000_000_000 })

/** Body of a write that says everything by its address: `{}`. */
export const NoFields = Type.Object({}, { additionalProperties: false })

/** A value or null: used where absence means something. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One line of text that a person wrote: no control characters (a mail header or a log line must not break). */
export const Line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$' })

/** Text of several lines, possibly empty. */
export const Text = (maxLength: number) =>
  Type.String({ maxLength, pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$' })

export const Language = Type.Union([Type.Literal('sv'), Type.Literal('en')])
export type Language = Static<typeof Language>

/** Every refusal of the staff API. Screens translate `code`; `message` is an English sentence for logs and strangers. */
export const Problem = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
})
export type Problem = Static<typeof Problem>

/** Header that staff pages send with every write. A form or a stranger's page cannot send it without a preflight. */
export const staffClientHeader = { name: 'x-lucka-client', value: 'staff' } as const

/** Header with the client's own key for a write that it may have to repeat: 16 to 64 of letters, digits, `-`. */
export const idempotencyHeader = 'idempotency-key'
export const IdempotencyHeaders = Type.Object({
  [idempotencyHeader]: Type.String({ pattern: '^[A-Za-z0-9-]{16,64}$' }),
})
