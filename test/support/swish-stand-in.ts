/**
 * Swish in the test's process, over real HTTP: it lives on while servers die, keeps a list of what it was asked for, and does
 * what the test scripts.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { SimulatedDeed } from '#shared/contract/swish-simulator-api'
import type { SwishSettingsEdit } from '#shared/contract/settings-api'
import type { Callback } from '#main/swish/simulator/callback-sender'
import { createSimulatorEngine } from '#main/swish/simulator/engine'
import type { Script } from '#main/swish/simulator/script'
import type { SimulatorOptions } from '#main/swish/simulator/simulator-options'
import { apiPath, createApiListener } from '#main/swish/simulator/standalone/api-server'
import { openConnections, type HttpAnswer } from './http-client'
import type { StaffApi } from './staff-api'

/** A payment or refund as it stands at Swish. */
interface AtSwish {
  id: string
  status: string
  amount: number
  message: string
}

export interface SwishStandIn extends AsyncDisposable {
  readonly settings: SwishSettingsEdit
  /** What it does otherwise than its model; may be changed at any time. */
  script: Script
  /** Where its callbacks go, as through a venue's relay; undefined: nowhere. */
  relay: ((callback: Callback) => Promise<boolean>) | undefined
  readonly callbacks: readonly Callback[]
  /** Everything that it has accepted, oldest first. */
  payments(): Promise<AtSwish[]>
  refunds(): Promise<AtSwish[]>
  /** What the customer does with the only payment that waits. */
  act(deed: SimulatedDeed): void
  waitingCount(): number
}

export async function openSwishStandIn(options: Partial<SimulatorOptions> = {}): Promise<SwishStandIn> {
  const callbacks: Callback[] = []
  const ids = { payments: [] as string[], refunds: [] as string[] }
  const engine = createSimulatorEngine({
    now: () => new Date().toISOString(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    sendCallback: async (callback) => {
      callbacks.push(callback)
      return (await standIn.relay?.(callback)) ?? false
    },
    options,
    script: {
      answer: (request) => standIn.script.answer?.(request),
      payment: (payment) => {
        ids.payments.push(payment.instructionId)
        return standIn.script.payment?.(payment)
      },
      refund: (refund) => {
        ids.refunds.push(refund.instructionId)
        return standIn.script.refund?.(refund)
      },
      cancel: (payment) => standIn.script.cancel?.(payment),
      callback: (callback) => standIn.script.callback?.(callback),
    },
  })
  const server = createServer(createApiListener(engine, { qr: false })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const apiBase = `http://127.0.0.1:${String(port)}${apiPath}`

  /** Asked as anybody would ask Swish, past what the test has scripted. */
  async function read(kind: 'paymentrequests' | 'refunds', id: string): Promise<AtSwish> {
    const { script } = standIn
    standIn.script = {}
    const answered = engine.handle({ method: 'GET', path: `/api/v1/${kind}/${id}` })
    standIn.script = script
    const reply = await answered
    if (reply.kind !== 'answer') throw new Error(`${kind} ${id}: ${reply.kind}`)
    return JSON.parse(reply.answer.body) as AtSwish
  }

  const standIn: SwishStandIn = {
    settings: {
      environment: 'mss',
      payeeAlias: '1234679304',
      apiBase,
      authority: null,
      callbackUrl: null,
      tls12Only: false,
    },
    script: {},
    relay: undefined,
    callbacks,
    payments: () => Promise.all(ids.payments.map((id) => read('paymentrequests', id))),
    refunds: () => Promise.all(ids.refunds.map((id) => read('refunds', id))),
    act(deed) {
      const [only, ...others] = engine.waiting()
      if (only === undefined || others.length > 0) throw new Error(`${String(engine.waiting().length)} payments wait`)
      engine.perform(only.instructionId, deed)
    },
    waitingCount: () => engine.waiting().length,
    async [Symbol.asyncDispose]() {
      engine.close()
      server.close()
      server.closeAllConnections()
      await delay(0)
    },
  }
  return standIn
}

/** Makes a server use it. */
export const chooseSwish = (staff: StaffApi, { settings }: SwishStandIn) =>
  staff.call('PUT', '/settings/swish', settings)

/** Hands a callback to a server, as Swish or a relay before it would. */
async function deliverCallback(
  url: string,
  { body, identifier }: Pick<Callback, 'body' | 'identifier'>,
): Promise<HttpAnswer> {
  using connections = openConnections(url)
  const headers = { 'content-type': 'application/json', ...(identifier !== null && { callbackIdentifier: identifier }) }
  return await connections.send('POST', '/swish/callback', { headers, body })
}

/** Lets its callbacks reach a server; one that is gone acknowledges nothing. */
export function relayTo(url: string): (callback: Callback) => Promise<boolean> {
  return async (callback) => {
    const answer = await deliverCallback(url, callback).catch(() => undefined)
    return answer?.status === 200
  }
}
