import { randomBytes } from 'node:crypto'
import type { SimulatedDeed, SimulatedPayment, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import type { SwishAnswer, SwishRequest } from '../transport'
import { bareAnswer, createdAnswer, errorAnswer, errorEntry, objectAnswer } from './answers'
import { createCallbackSender, type SendCallback } from './callback-sender'
import { isSwishNumber } from './field-rules'
import { decidePayment, decideRefund, type CreateRequest } from './decide-create'
import { paymentObject, scriptedPayment } from './payment-object'
import { isCancelDocument, readObject, readJson, routeOf, takesContentType, type Route } from './requests'
import type { Script } from './script'
import { createSimulatedPayments, type Payment } from './simulated-payments'
import { createSimulatedRefunds, refundObject, type Refund } from './simulated-refunds'
import { likeMss, type SimulatorOptions } from './simulator-options'
import { createTimers, type After } from './timers'

/**
 * A stand-in for Swish's Merchant Swish Simulator (MSS), without any way in or out of its own: it takes requests as values,
 * and is given its clock, its timers and whoever carries its callbacks. Without options or a script it behaves as its model:
 * paths, codes, texts, timing, oddities and a memory of one day.
 *
 * Source: User Guide, Merchant Swish Simulator, version 2.0 (2023-08-28), through our Swish reference, sections 3 to 11, read
 * 2026-11-23.
 */
export interface SimulatorEngine {
  /** @param certificateNumber the Swish number in the caller's certificate; undefined where nobody shows one */
  handle: (request: SwishRequest, certificateNumber?: string) => Promise<EngineReply>
  line: () => SimulatorEdit['line']
  mode: () => SimulatorEdit['mode']
  change: (edit: SimulatorEdit) => void
  /** Another script from the next request on; undefined: as the model. */
  setScript: (script: Script | undefined) => void
  /** Payments that wait for their customer, oldest first. */
  waiting: () => SimulatedPayment[]
  /** @returns false when no payment waits under this id */
  perform: (instructionId: string, deed: SimulatedDeed) => boolean
  /** The timers that it lives by, for what stands between it and its callers. */
  after: After
  /** Ends its timers: nothing happens by itself any more. */
  close: () => void
}

/** `dropped`: the connection breaks. `silent`: it stays, and nothing comes. */
export type EngineReply = { kind: 'answer'; answer: SwishAnswer } | { kind: 'dropped' } | { kind: 'silent' }

export interface EngineDeps {
  /** ISO 8601, UTC, with milliseconds. */
  now: () => string
  after: After
  sendCallback: SendCallback
  /** A payment waits for its customer, or no longer; mode or line was changed. */
  onChanged?: () => void
  options?: Partial<SimulatorOptions>
  script?: Script
  /** Before the paths in `Location`. */
  apiBase?: () => string
  /** 32 hexadecimal digits, new each time. */
  newId?: () => string
}

export function createSimulatorEngine(deps: EngineDeps): SimulatorEngine {
  const { now, sendCallback, onChanged = () => undefined, newId = () => randomBytes(16).toString('hex') } = deps
  const apiBase = deps.apiBase ?? (() => 'https://simulator.invalid/swish-cpcapi')
  const options: SimulatorOptions = { ...likeMss, ...deps.options }
  const timers = createTimers(deps.after)
  const { after } = timers
  let script: Script = deps.script ?? {}
  let current: SimulatorEdit = { mode: options.mode, line: 'up' }

  const callbacks = createCallbackSender({
    sendCallback: async (callback) => current.line === 'up' && sendCallback(callback),
    pausesMs: options.callbackPausesMs,
    after,
  })

  function callBack({ instructionId, fields, status }: Payment | Refund, body: string): void {
    const { callbackUrl: url, callbackIdentifier: identifier } = fields
    callbacks.send({ url, identifier, body }, script.callback?.({ instructionId, status }))
  }

  const payments = createSimulatedPayments({
    now,
    after,
    options,
    mode: () => current.mode,
    newId,
    onEnded: (payment) => {
      callBack(payment, paymentObject(payment))
    },
    onWaitingChanged: onChanged,
  })
  const refunds = createSimulatedRefunds({
    now,
    after,
    options,
    newId,
    onStep: (refund) => {
      callBack(refund, refundObject(refund))
    },
  })

  function createPayment(request: CreateRequest): SwishAnswer {
    const decision = decidePayment(request, options, payments)
    if (decision.kind === 'refused') return decision.answer
    const { instructionId } = request
    const { fields, failsWith } = decision
    payments.create(instructionId, fields, failsWith, script.payment?.(scriptedPayment({ instructionId, fields })))
    const token = fields.payerAlias === null ? newId().toLowerCase() : null
    return createdAnswer(`${apiBase()}/api/v1/paymentrequests/${instructionId}`, token)
  }

  function createRefund(request: CreateRequest): SwishAnswer {
    const decision = decideRefund(request, options, { payments, refunds })
    if (decision.kind === 'refused') return decision.answer
    const { instructionId } = request
    const { fields, original, failsWith } = decision
    const course = script.refund?.({ instructionId, message: fields.message ?? '' })
    refunds.create(instructionId, fields, original, failsWith, course)
    return createdAnswer(`${apiBase()}/api/v1/refunds/${instructionId}`, null)
  }

  function create(route: Route, request: SwishRequest, certificateNumber: string | undefined): SwishAnswer {
    const body = readObject(request.body)
    if (body === undefined) return bareAnswer(400)
    const create = { instructionId: route.instructionId, body, certificateNumber }
    return route.operation === 'create_payment' ? createPayment(create) : createRefund(create)
  }

  function cancelPayment(instructionId: string, body: string | undefined): SwishAnswer {
    const document = readJson(body)
    if (document === undefined) return bareAnswer(400)
    const payment = payments.find(instructionId)
    if (payment === undefined) return notFound()
    if (!isCancelDocument(document)) return errorAnswer(422, errorEntry('PA01'))
    if (!payments.cancel(payment)) return errorAnswer(422, errorEntry('RP07'))
    const answer = objectAnswer(paymentObject(payment))
    const course = script.cancel?.(scriptedPayment(payment))
    if (course !== undefined) {
      payment.callOffEnd = after(course.paidAfterMs, () => {
        payments.payAnyway(payment)
      })
    }
    return answer
  }

  function act(route: Route, request: SwishRequest, certificateNumber: string | undefined): SwishAnswer {
    const { operation, instructionId } = route
    if (!takesContentType(operation, request.contentType)) return bareAnswer(415)
    switch (operation) {
      case 'create_payment':
      case 'create_refund':
        return create(route, request, certificateNumber)
      case 'cancel_payment':
        return cancelPayment(instructionId, request.body)
      case 'read_payment': {
        const payment = payments.find(instructionId)
        return payment === undefined ? notFound() : objectAnswer(paymentObject(payment))
      }
      case 'read_refund': {
        const refund = refunds.find(instructionId)
        return refund === undefined ? notFound() : objectAnswer(refundObject(refund))
      }
    }
  }

  const notFound = () => errorAnswer(404, errorEntry('RP04'))

  return {
    async handle(request, certificateNumber) {
      if (certificateNumber !== undefined && !isSwishNumber(certificateNumber)) return reply(bareAnswer(401))
      const route = routeOf(request, { v1Create: options.v1Create, newId })
      if (route === undefined) return reply(bareAnswer(404))
      if (route === 'wrong_method') return reply(bareAnswer(405))
      const fault = script.answer?.(route)
      if (fault === undefined) return reply(act(route, request, certificateNumber))
      if (fault.kind === 'slow') {
        const answer = act(route, request, certificateNumber)
        await new Promise<void>((resolve) => after(fault.ms, resolve))
        return reply(answer)
      }
      if (fault.acted) act(route, request, certificateNumber)
      return fault.kind === 'status' ? reply(bareAnswer(fault.status)) : { kind: fault.kind }
    },
    line: () => current.line,
    mode: () => current.mode,
    change(edit) {
      const { mode } = current
      current = { mode: edit.mode, line: edit.line }
      if (edit.mode !== mode) payments.modeChanged()
      onChanged()
    },
    setScript(next) {
      script = next ?? {}
    },
    waiting: () =>
      payments.waiting().map(({ instructionId, fields, status, createdAt }) => ({
        instructionId,
        amountOre: fields.amountOre,
        message: fields.message ?? '',
        payerAlias: fields.payerAlias,
        status,
        createdAt,
      })),
    perform: payments.perform,
    after,
    close: timers.stop,
  }
}

function reply(answer: SwishAnswer): EngineReply {
  return { kind: 'answer', answer }
}
