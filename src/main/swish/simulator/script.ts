import { Type, type Static } from 'typebox'

/**
 * What a simulator does otherwise than its model, one decision at a time. Each function is asked once per request, payment,
 * refund or callback; undefined leaves things as they are. `rule-script.ts` makes a script of a list of rules.
 */
export interface Script {
  answer?: (request: { operation: Operation; instructionId: string }) => AnswerFault | undefined
  payment?: (payment: ScriptedPayment) => PaymentCourse | undefined
  refund?: (refund: { instructionId: string; message: string }) => RefundCourse | undefined
  /** After a cancel was answered with CANCELLED. */
  cancel?: (payment: ScriptedPayment) => CancelCourse | undefined
  callback?: (callback: { instructionId: string; status: string }) => CallbackFault | undefined
}

export interface ScriptedPayment {
  instructionId: string
  message: string
  /** Null when it is paid by token. */
  payerAlias: string | null
}

const strict = { additionalProperties: false }
/** Milliseconds, an hour at most. */
const Ms = Type.Integer({ minimum: 0, maximum: 3_600_000 })
const ErrorCode = Type.String({ pattern: '^[A-Z0-9]{2,20}$' })

export const Operation = Type.Union([
  Type.Literal('create_payment'),
  Type.Literal('read_payment'),
  Type.Literal('cancel_payment'),
  Type.Literal('create_refund'),
  Type.Literal('read_refund'),
])
export type Operation = Static<typeof Operation>

/** `acted`: whether the request does its work all the same. */
export const AnswerFault = Type.Union([
  Type.Object({ kind: Type.Literal('slow'), ms: Ms }, strict),
  /** The connection breaks. */
  Type.Object({ kind: Type.Literal('dropped'), acted: Type.Boolean() }, strict),
  /** Nothing comes, and the connection stays. */
  Type.Object({ kind: Type.Literal('silent'), acted: Type.Boolean() }, strict),
  Type.Object(
    { kind: Type.Literal('status'), status: Type.Integer({ minimum: 400, maximum: 599 }), acted: Type.Boolean() },
    strict,
  ),
])
export type AnswerFault = Static<typeof AnswerFault>

/** How and when a payment ends; CREATED: never. An `errorCode` belongs to ERROR. */
export const PaymentCourse = Type.Object(
  {
    status: Type.Optional(
      Type.Union([Type.Literal('PAID'), Type.Literal('DECLINED'), Type.Literal('ERROR'), Type.Literal('CREATED')]),
    ),
    errorCode: Type.Optional(ErrorCode),
    afterMs: Type.Optional(Ms),
  },
  strict,
)
export type PaymentCourse = Static<typeof PaymentCourse>

export const RefundCourse = Type.Object(
  {
    /** Ends the refund in ERROR at the time at which it would have been debited. */
    errorCode: Type.Optional(ErrorCode),
    debitAfterMs: Type.Optional(Ms),
    refundAfterMs: Type.Optional(Ms),
  },
  strict,
)
export type RefundCourse = Static<typeof RefundCourse>

/** The customer's payment was faster than our cancel after all. */
export const CancelCourse = Type.Object({ paidAfterMs: Ms }, strict)
export type CancelCourse = Static<typeof CancelCourse>

export const CallbackFault = Type.Union([
  Type.Object({ kind: Type.Literal('lost') }, strict),
  Type.Object({ kind: Type.Literal('late'), ms: Ms }, strict),
  Type.Object({ kind: Type.Literal('duplicated') }, strict),
  /** Held back until the next callback has been sent, half a minute at most. */
  Type.Object({ kind: Type.Literal('reordered') }, strict),
  Type.Object({ kind: Type.Literal('empty_body') }, strict),
])
export type CallbackFault = Static<typeof CallbackFault>
