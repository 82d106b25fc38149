import type { SimulatedDeed, SimulatorMode } from '#shared/contract/swish-simulator-api'
import { createExpiringMap } from './expiring-map'
import type { PaymentFields } from './field-rules'
import type { PaymentCourse } from './script'
import type { SimulatorOptions } from './simulator-options'
import type { After } from './timers'

/** Swish's simulator remembers for a day. */
export const memoryMs = 24 * 60 * 60_000
/** About 100 MB. A box office comes nowhere near it in a day; a load test does. */
export const maxRemembered = 100_000

type PaymentState = 'CREATED' | 'PAID' | 'DECLINED' | 'ERROR' | 'CANCELLED'
interface Ending {
  status: Exclude<PaymentState, 'CREATED'>
  errorCode: string | null
}

export interface Payment {
  readonly instructionId: string
  readonly fields: PaymentFields
  readonly createdAtMs: number
  readonly createdAt: string
  readonly paymentReference: string
  /** How it ends when its customer pays, or nobody plays the customer. */
  readonly course: Ending & { neverEnds: boolean; afterMs: number }
  status: PaymentState
  errorCode: string | null
  paidAt: string | null
  refundedOre: number
  callOffEnd: () => void
}

export interface SimulatedPayments {
  find: (instructionId: string) => Payment | undefined
  findByReference: (paymentReference: string) => Payment | undefined
  /** The open payment of whoever has this number. */
  isPayerBusy: (payerAlias: string) => boolean
  /** `failsWith` is the code that ends it in ERROR. */
  create: (
    instructionId: string,
    fields: PaymentFields,
    failsWith: string | null,
    course: PaymentCourse | undefined,
  ) => void
  /** @returns false when it has ended already */
  cancel: (payment: Payment) => boolean
  /** What a customer pays although the payment was cancelled. */
  payAnyway: (payment: Payment) => void
  /** What the customer or the bank does with an open payment. @returns false when none waits under this id */
  perform: (instructionId: string, deed: SimulatedDeed) => boolean
  /** Oldest first. */
  waiting: () => Payment[]
  /** Open payments go on as the new mode has it. */
  modeChanged: () => void
}

const deedEndings: Record<Exclude<SimulatedDeed, 'pay'>, Ending> = {
  decline: { status: 'DECLINED', errorCode: null },
  time_out: { status: 'ERROR', errorCode: 'TM01' },
  bank_refuses: { status: 'ERROR', errorCode: 'RF07' },
  bank_id_cancelled: { status: 'ERROR', errorCode: 'BANKIDCL' },
  bank_silent: { status: 'ERROR', errorCode: 'DS24' },
}

/** Payments from their creation to their end. `onEnded` hears of each end, `onWaitingChanged` of each coming and going. */
export function createSimulatedPayments(deps: {
  now: () => string
  after: After
  options: SimulatorOptions
  mode: () => SimulatorMode
  /** 32 hexadecimal digits. */
  newId: () => string
  onEnded: (payment: Payment) => void
  onWaitingChanged: () => void
}): SimulatedPayments {
  const { now, after, options, mode } = deps
  const open = new Set<Payment>()
  const openByPayer = new Map<string, number>()
  const byReference = new Map<string, Payment>()
  const payments = createExpiringMap<Payment>({
    keepMs: memoryMs,
    maxEntries: maxRemembered,
    onForget: (payment) => {
      payment.callOffEnd()
      close(payment)
      byReference.delete(payment.paymentReference)
    },
  })

  function countOfPayer({ fields: { payerAlias } }: Payment, change: 1 | -1): void {
    if (payerAlias === null) return
    const count = (openByPayer.get(payerAlias) ?? 0) + change
    if (count === 0) openByPayer.delete(payerAlias)
    else openByPayer.set(payerAlias, count)
  }

  /** @returns whether it was open */
  function close(payment: Payment): boolean {
    const wasOpen = open.delete(payment)
    if (wasOpen) countOfPayer(payment, -1)
    return wasOpen
  }

  function end(payment: Payment, { status, errorCode }: Ending): void {
    payment.callOffEnd()
    payment.status = status
    payment.errorCode = errorCode
    if (status === 'PAID') payment.paidAt = now()
    const wasOpen = close(payment)
    deps.onEnded(payment)
    if (wasOpen) deps.onWaitingChanged()
  }

  function endAfter(payment: Payment, ms: number, ending: Ending): void {
    payment.callOffEnd = after(ms, () => {
      end(payment, ending)
    })
  }

  function planEnd(payment: Payment, fromMs: number): void {
    const { course } = payment
    if (mode() === 'by_hand') {
      endAfter(payment, payment.createdAtMs + options.timeOutAfterMs - fromMs, deedEndings.time_out)
    } else if (!course.neverEnds) {
      endAfter(payment, course.afterMs, course)
    }
  }

  return {
    find: (instructionId) => payments.get(instructionId, Date.parse(now())),
    findByReference: (paymentReference) => byReference.get(paymentReference),
    isPayerBusy: (payerAlias) => openByPayer.has(payerAlias),

    create(instructionId, fields, failsWith, course = {}) {
      const createdAt = now()
      const status = course.status ?? (failsWith === null ? 'PAID' : 'ERROR')
      const payment: Payment = {
        instructionId,
        fields,
        createdAtMs: Date.parse(createdAt),
        createdAt,
        paymentReference: deps.newId().toUpperCase(),
        course: {
          status: status === 'CREATED' ? 'PAID' : status,
          errorCode: status === 'ERROR' ? (course.errorCode ?? failsWith ?? 'RF07') : null,
          neverEnds: status === 'CREATED',
          afterMs: course.afterMs ?? options.payAfterMs,
        },
        status: 'CREATED',
        errorCode: null,
        paidAt: null,
        refundedOre: 0,
        callOffEnd: () => undefined,
      }
      open.add(payment)
      countOfPayer(payment, 1)
      byReference.set(payment.paymentReference, payment)
      payments.add(instructionId, payment)
      planEnd(payment, payment.createdAtMs)
      deps.onWaitingChanged()
    },

    cancel(payment) {
      if (payment.status !== 'CREATED') return false
      end(payment, { status: 'CANCELLED', errorCode: null })
      return true
    },

    payAnyway(payment) {
      end(payment, { status: 'PAID', errorCode: null })
    },

    perform(instructionId, deed) {
      const payment = payments.get(instructionId, Date.parse(now()))
      if (payment?.status !== 'CREATED') return false
      end(payment, deed === 'pay' ? payment.course : deedEndings[deed])
      return true
    },

    waiting: () => [...open],

    modeChanged() {
      const fromMs = Date.parse(now())
      for (const payment of open) {
        payment.callOffEnd()
        planEnd(payment, fromMs)
      }
    },
  }
}
