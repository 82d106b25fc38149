import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { SimulatedDeedRequest, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import type { SimulatorEngine } from '../engine'
import { readJson } from '../requests'
import { createRuleScript, FaultRule } from '../rule-script'
import { createSimulatorControl } from '../simulator-control'
import { controlPage } from './control-page'
import { readBody } from './read-body'

/**
 * The way in for whoever plays the customer, from this machine only:
 *
 * GET /                                the page
 * GET /control                         {mode, line, waiting, rules}
 * PUT /control                         {mode, line}
 * PUT /control/rules                   a list of rules, see rule-script.ts; it takes the place of the one before
 * POST /control/payments/{id}          {deed}; 404 when no such payment waits
 *
 * Each PUT and POST is JSON and is answered with the new state; 400 {error} when it is not understood.
 */
const Rules = Type.Array(FaultRule, { maxItems: 100 })

interface ControlAnswer {
  status: number
  contentType: string
  body: string
}

const json = (status: number, content: object): ControlAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(content),
})

export interface ControlServerDeps {
  engine: SimulatorEngine
  rules: FaultRule[]
  /** From 0 up to 1: for rules with a chance. */
  chance: () => number
}

export function createControlListener({ engine, chance, rules }: ControlServerDeps): RequestListener {
  const control = createSimulatorControl(engine)
  let currentRules = rules
  const state = () => json(200, { ...control.state(), rules: currentRules })

  function change(method: string, path: string, content: unknown): ControlAnswer {
    if (method === 'PUT' && path === '/control') {
      if (!Value.Check(SimulatorEdit, content)) return json(400, { error: 'needs {mode, line}' })
      control.edit(content)
      return state()
    }
    if (method === 'PUT' && path === '/control/rules') {
      if (!Value.Check(Rules, content)) {
        const [first] = Value.Errors(Rules, content)
        return json(400, { error: `no list of rules: ${first?.instancePath ?? ''} ${first?.message ?? ''}` })
      }
      currentRules = content
      engine.setScript(createRuleScript(content, chance))
      return state()
    }
    const [, instructionId] = /^\/control\/payments\/([0-9A-F]{32})$/.exec(path) ?? []
    if (method !== 'POST' || instructionId === undefined) return json(404, { error: 'no such address' })
    if (!Value.Check(SimulatedDeedRequest, content)) return json(400, { error: 'needs {deed}' })
    const isDone = control.perform(instructionId, content.deed) !== undefined
    return isDone ? state() : json(404, { error: 'no payment waits under this id' })
  }

  async function answer(request: IncomingMessage): Promise<ControlAnswer> {
    const { method = 'GET', headers } = request
    const [path = '/'] = (request.url ?? '/').split('?')
    // A page of somebody else's, open in the browser of this machine, is not to play the customer.
    if (!isOwnName(headers.host)) return json(403, { error: 'this is for the machine itself' })
    if (method === 'GET' && path === '/') {
      return { status: 200, contentType: 'text/html; charset=utf-8', body: controlPage }
    }
    if (method === 'GET' && path === '/control') return state()
    if (method === 'GET') return json(404, { error: 'no such address' })
    if (headers['content-type']?.split(';')[0] !== 'application/json') return json(415, { error: 'needs JSON' })
    return change(method, path, readJson(await readBody(request)))
  }

  return (request, response) => {
    answer(request).then(
      (answered) => write(response, answered),
      () => request.socket.destroy(), // Whoever asked has broken off.
    )
  }
}

function isOwnName(host: string | undefined): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host ?? '')
}

function write(response: ServerResponse, { status, contentType, body }: ControlAnswer): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  })
  response.end(body)
}
