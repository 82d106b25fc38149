import type { Callback } from '#main/swish/simulator/callback-sender'
import { createSimulatorEngine, type EngineDeps } from '#main/swish/simulator/engine'
import type { SwishAnswer, SwishRequest } from '#main/swish/transport'
import { createVirtualClock } from './virtual-clock'

export const payeeAlias = '1231181189'
export const payerAlias = '46712345678'
export const callbackIdentifier = '5B0D7E2FA1C64E3B9D8872C3E4F50611'
export const originalPaymentReference = '1F0A6C2B9D7E4F5583AB10C4D2E6F791'

export type Fields = Record<string, unknown>

/** The smallest request by token: what Swish demands and nothing else. */
export const leastPayment = {
  payeeAlias,
  amount: '150.00',
  currency: 'SEK',
  callbackUrl: 'https://tickets.invalid/swish/callback',
}
export const leastRefund = {
  originalPaymentReference,
  payerAlias: payeeAlias,
  amount: '150.00',
  currency: 'SEK',
  callbackUrl: 'https://tickets.invalid/swish/callback',
}
export const cancelDocument = [{ op: 'replace', path: '/status', value: 'cancelled' }]

let idsMade = 0
export function newInstructionId(): string {
  idsMade += 1
  return idsMade.toString(16).toUpperCase().padStart(32, '0')
}

/** A simulator on a virtual clock, spoken to in Swish's protocol. */
export function openBench(changes: Partial<EngineDeps> = {}) {
  const clock = createVirtualClock()
  const callbacks: (Callback & { at: string })[] = []
  const engine = createSimulatorEngine({
    now: clock.now,
    after: clock.after,
    sendCallback: async (callback) => {
      callbacks.push({ ...callback, at: clock.now() })
      return true
    },
    apiBase: () => 'https://simulator.test/swish-cpcapi',
    ...changes,
  })

  async function send(request: SwishRequest, certificateNumber?: string): Promise<SwishAnswer> {
    const reply = await engine.handle(request, certificateNumber)
    if (reply.kind !== 'answer') throw new Error(`Expected an answer, got ${reply.kind}`)
    return reply.answer
  }
  const put = (path: string, body: unknown) =>
    send({ method: 'PUT', path, contentType: 'application/json', body: JSON.stringify(body) })
  const get = (path: string) => send({ method: 'GET', path })

  return {
    clock,
    engine,
    callbacks,
    send,
    pay: (fields: Fields = {}, id = newInstructionId()) =>
      put(`/api/v2/paymentrequests/${id}`, { ...leastPayment, ...fields }),
    refund: (fields: Fields = {}, id = newInstructionId()) =>
      put(`/api/v2/refunds/${id}`, { ...leastRefund, ...fields }),
    payment: async (id: string) => JSON.parse((await get(`/api/v1/paymentrequests/${id}`)).body) as Fields,
    refunded: async (id: string) => JSON.parse((await get(`/api/v1/refunds/${id}`)).body) as Fields,
    readPayment: (id: string) => get(`/api/v1/paymentrequests/${id}`),
    readRefund: (id: string) => get(`/api/v1/refunds/${id}`),
    cancel: (id: string, document: unknown = cancelDocument, contentType = 'application/json-patch+json') =>
      send({
        method: 'PATCH',
        path: `/api/v1/paymentrequests/${id}`,
        contentType,
        body: JSON.stringify(document),
      }),
    /** The callbacks so far: status, and seconds since the clock started. */
    heard: () =>
      callbacks.map(({ at, body }) => [
        body === '' ? 'empty' : (JSON.parse(body) as Fields)['status'],
        (Date.parse(at) - Date.parse('2026-11-23T18:00:00.000Z')) / 1000,
      ]),
  }
}

/** The codes of an error array, in its order. */
export function codesIn({ body }: SwishAnswer): string[] {
  return (JSON.parse(body) as { errorCode: string }[]).map(({ errorCode }) => errorCode)
}
