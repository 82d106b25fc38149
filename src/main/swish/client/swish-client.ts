import { randomBytes } from 'node:crypto'
import type {
  CancelOutcome,
  CheckOutcome,
  CreateOutcome,
  PaymentProvider,
  PaymentRequest,
  ReadOutcome,
  ReadRefundOutcome,
  RefundOutcome,
  RefundRequest,
  SwishEnvironment,
} from '../payment-provider'
import type { SwishRequest, SwishTransport } from '../transport'
import { createUntilAnswered, type PutOutcome } from './create-until-answered'
import { assertInstructionId } from './instruction-id'
import { createBody, refundBody } from './request-bodies'
import { call, callTwice, isNotFound, objectIn, unexpected } from './swish-call'
import { hasCode, isRefusal, refusalOf } from './swish-errors'
import { paymentIn, refundIn } from './swish-objects'
import { readLimitMs, writeLimitMs } from './time-limits'

export interface SwishClientOptions {
  environment: SwishEnvironment
  /** Our Swish number. */
  payeeAlias: string
  /** Where Swish calls. Swish demands one, so it is a place that cannot exist when nobody can call us. */
  callbackUrl: string
  transport: SwishTransport
  wait: (ms: number) => Promise<void>
  /** Milliseconds of a clock that only goes forward; the computer's unless time is played. */
  now?: () => number
}

const cancelBody = JSON.stringify([{ op: 'replace', path: '/status', value: 'cancelled' }])

/**
 * Swish's Commerce API as a PaymentProvider, over whatever carries its requests. Creates through lost answers with one id,
 * repeats what may be repeated, and never a request that was refused.
 */
export function createSwishClient(options: SwishClientOptions): PaymentProvider {
  const { environment, transport, wait, now = () => performance.now() } = options

  const paths = {
    payment: (id: string) => `/api/v1/paymentrequests/${id}`,
    refund: (id: string) => `/api/v1/refunds/${id}`,
    newPayment: (id: string) => `/api/v2/paymentrequests/${id}`,
    newRefund: (id: string) => `/api/v2/refunds/${id}`,
  }

  async function put(path: string, body: string, limitMs: number): Promise<PutOutcome> {
    const request: SwishRequest = { method: 'PUT', path, contentType: 'application/json', body }
    const called = await call(transport, request, limitMs)
    if (!called.ok) return called.error
    const answer = called.value
    if (answer.status === 201) return { kind: 'created', answer }
    return isRefusal(answer) ? refusalOf(answer) : unexpected(answer)
  }

  async function create(request: PaymentRequest): Promise<CreateOutcome> {
    const { instructionId } = request
    assertInstructionId(instructionId)
    const body = createBody(request, options)
    const find = { method: 'GET', path: paths.payment(instructionId) } as const
    const outcome = await createUntilAnswered({
      put: (limitMs) => put(paths.newPayment(instructionId), body, limitMs),
      find: async (limitMs) =>
        objectIn(await call(transport, find, limitMs), (found) => paymentIn(found, instructionId)),
      wait,
      now,
    })
    if (outcome.kind !== 'created') return outcome
    const token = outcome.answer?.headers.paymentrequesttoken ?? ''
    return { kind: 'created', token: token === '' ? null : token }
  }

  async function read(instructionId: string): Promise<ReadOutcome> {
    assertInstructionId(instructionId)
    const called = await callTwice(options, { method: 'GET', path: paths.payment(instructionId) }, readLimitMs)
    const read = objectIn(called, (body) => paymentIn(body, instructionId))
    return read.kind === 'found' ? { kind: 'found', payment: read.object } : read
  }

  async function cancel(instructionId: string): Promise<CancelOutcome> {
    assertInstructionId(instructionId)
    const request: SwishRequest = {
      method: 'PATCH',
      path: paths.payment(instructionId),
      contentType: 'application/json-patch+json',
      body: cancelBody,
    }
    const called = await callTwice(options, request, writeLimitMs)
    if (!called.ok) return called.error
    const answer = called.value
    if (isNotFound(answer)) return { kind: 'not_found' }
    if (answer.status === 422 && hasCode(refusalOf(answer), 'RP07')) return { kind: 'not_cancellable' }
    const payment = answer.status === 200 ? paymentIn(answer.body, instructionId) : undefined
    if (payment === undefined) return unexpected(answer)
    return payment.status === 'CANCELLED' ? { kind: 'cancelled', payment } : { kind: 'not_cancellable' }
  }

  async function refund(request: RefundRequest): Promise<RefundOutcome> {
    const { instructionId } = request
    assertInstructionId(instructionId)
    const body = refundBody(request, options)
    const find = { method: 'GET', path: paths.refund(instructionId) } as const
    const outcome = await createUntilAnswered({
      put: (limitMs) => put(paths.newRefund(instructionId), body, limitMs),
      find: async (limitMs) =>
        objectIn(await call(transport, find, limitMs), (found) => refundIn(found, instructionId)),
      wait,
      now,
    })
    return outcome.kind === 'created' ? { kind: 'created' } : outcome
  }

  async function readRefund(instructionId: string): Promise<ReadRefundOutcome> {
    assertInstructionId(instructionId)
    const called = await callTwice(options, { method: 'GET', path: paths.refund(instructionId) }, readLimitMs)
    const read = objectIn(called, (body) => refundIn(body, instructionId))
    return read.kind === 'found' ? { kind: 'found', refund: read.object } : read
  }

  async function check(): Promise<CheckOutcome> {
    const nobodysId = randomBytes(16).toString('hex').toUpperCase()
    const called = await call(transport, { method: 'GET', path: paths.payment(nobodysId) }, readLimitMs)
    if (!called.ok) return called.error
    const { status } = called.value
    if (isNotFound(called.value)) return { kind: 'ok' }
    return status === 401 || status === 403 ? { kind: 'refused', status } : unexpected(called.value)
  }

  return { environment, create, read, cancel, refund, readRefund, check }
}
