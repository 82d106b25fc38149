import { Type, type Static } from 'typebox'
import { AnswerFault, CallbackFault, CancelCourse, Operation, PaymentCourse, RefundCourse, type Script } from './script'

/** `times`: as often as that and no more. `chance`: how likely each time, from 0 to 1. Left out: always. */
const limits = {
  times: Type.Optional(Type.Integer({ minimum: 1 })),
  chance: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
}
const message = { message: Type.Optional(Type.String()) }
const strict = { additionalProperties: false }

/** One thing that goes another way than usual, for whatever fits it. A condition that is left out always fits. */
export const FaultRule = Type.Union([
  Type.Object(
    { on: Type.Literal('answer'), operation: Type.Optional(Operation), fault: AnswerFault, ...limits },
    strict,
  ),
  Type.Object({ on: Type.Literal('payment'), ...message, course: PaymentCourse, ...limits }, strict),
  Type.Object({ on: Type.Literal('refund'), ...message, course: RefundCourse, ...limits }, strict),
  Type.Object({ on: Type.Literal('cancel'), ...message, course: CancelCourse, ...limits }, strict),
  Type.Object(
    { on: Type.Literal('callback'), status: Type.Optional(Type.String()), fault: CallbackFault, ...limits },
    strict,
  ),
])
export type FaultRule = Static<typeof FaultRule>

type RuleOn<K extends FaultRule['on']> = Extract<FaultRule, { on: K }>

/**
 * Makes a script of rules; the first that fits decides.
 *
 * @param chance a number from 0 up to 1, new each time; repeatable where it comes from a seed
 */
export function createRuleScript(rules: readonly FaultRule[], chance: () => number): Script {
  const timesUsed = new Map<FaultRule, number>()

  function firstOf<K extends FaultRule['on']>(on: K, fits: (rule: RuleOn<K>) => boolean): RuleOn<K> | undefined {
    const isOn = (rule: FaultRule): rule is RuleOn<K> => rule.on === on
    const rule = rules.filter(isOn).find((it) => {
      const isLeft = (timesUsed.get(it) ?? 0) < (it.times ?? Infinity)
      return isLeft && fits(it) && (it.chance === undefined || chance() < it.chance)
    })
    if (rule !== undefined) timesUsed.set(rule, (timesUsed.get(rule) ?? 0) + 1)
    return rule
  }
  const isWanted = (wanted: string | undefined, actual: string) => wanted === undefined || wanted === actual

  return {
    answer: ({ operation }) => firstOf('answer', (rule) => isWanted(rule.operation, operation))?.fault,
    payment: (payment) => firstOf('payment', (rule) => isWanted(rule.message, payment.message))?.course,
    refund: (refund) => firstOf('refund', (rule) => isWanted(rule.message, refund.message))?.course,
    cancel: (payment) => firstOf('cancel', (rule) => isWanted(rule.message, payment.message))?.course,
    callback: ({ status }) => firstOf('callback', (rule) => isWanted(rule.status, status))?.fault,
  }
}

/** The same numbers from 0 up to 1 for the same seed (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
