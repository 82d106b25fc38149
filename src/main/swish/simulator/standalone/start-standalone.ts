import { randomInt } from 'node:crypto'
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSimulatorEngine } from '../engine'
import { createRuleScript, seededChance, type FaultRule } from '../rule-script'
import type { SimulatorOptions } from '../simulator-options'
import { apiPath, createApiListener, qrPath } from './api-server'
import { openCertificateFiles, type ClientFiles } from './certificate-files'
import { createControlListener } from './control-server'
import { createCallbackDelivery } from './deliver-callback'

export interface StandaloneOptions {
  /** 0 picks a free one. */
  port: number
  /** Without TLS. */
  http: boolean
  /** Where certificates are kept from start to start. */
  folder: string
  /** The Swish number in the client's certificate. */
  clientNumber: string
  /** Also answer as Swish's QR generator. */
  qr: boolean
  rules: FaultRule[]
  /** For rules with a chance. Undefined: another one at each start. */
  seed: number | undefined
  behaviour: Partial<SimulatorOptions>
}

export interface RunningStandalone {
  /** The API base: `https://localhost:PORT/swish-cpcapi`. */
  url: string
  /** The QR generator's base, where it was asked for. */
  qr?: string
  /** The page on which somebody plays the customer, without TLS. */
  control: string
  /** Undefined without TLS. */
  files?: ClientFiles
  close: () => void
}

/** Longer than clients keep a quiet connection: it is for them to end it, or a request meets its end. */
const keepAliveMs = 75_000
const highestSeed = 2 ** 32 - 1

/**
 * Starts a simulator with an address of its own, for this machine only.
 *
 * @throws Error with the system's code when the port is taken or the folder cannot be written
 */
export async function startStandalone(options: StandaloneOptions): Promise<RunningStandalone> {
  const certificates = options.http
    ? undefined
    : await openCertificateFiles(options.folder, options.clientNumber, new Date())
  const base = { url: '' }
  const chance = seededChance(options.seed ?? randomInt(highestSeed))
  const engine = createSimulatorEngine({
    now: () => new Date().toISOString(),
    after: (ms, fn) => {
      const timer = setTimeout(fn, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    sendCallback: createCallbackDelivery({ loopbackCallbacks: options.behaviour.loopbackCallbacks ?? false }),
    options: options.behaviour,
    script: createRuleScript(options.rules, chance),
    apiBase: () => base.url + apiPath,
  })
  const api = createApiListener(engine, options)
  const control = createControlListener({ engine, rules: options.rules, chance })

  const both: RequestListener = (request, response) => {
    const isControl = request.url === '/' || request.url?.startsWith('/control') === true
    ;(isControl ? control : api)(request, response)
  }
  const openServers =
    certificates === undefined
      ? () => createPlainServer(both)
      : () =>
          createTlsServer(
            { ...certificates.server, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
            api,
          )
  const servers = await listenOnLoopback(openServers, options.port)
  const { port } = servers[0]?.address() as AddressInfo
  base.url = `${options.http ? 'http' : 'https'}://localhost:${port}`
  let controlPort = port
  if (certificates !== undefined) {
    const controlServers = await listenOnLoopback(() => createPlainServer(control), 0)
    servers.push(...controlServers)
    controlPort = (controlServers[0]?.address() as AddressInfo).port
  }

  return {
    url: base.url + apiPath,
    ...(options.qr && { qr: base.url + qrPath }),
    control: `http://localhost:${controlPort}/`,
    ...(certificates !== undefined && { files: certificates.client }),
    close: () => {
      engine.close()
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

/** `localhost` is either address, depending on who asks. A machine without IPv6 has only the first. */
async function listenOnLoopback(open: () => Server, port: number): Promise<Server[]> {
  const first = await listen(open(), port, '127.0.0.1')
  const { port: taken } = first.address() as AddressInfo
  const second = await listen(open(), taken, '::1').catch(() => undefined)
  return second === undefined ? [first] : [first, second]
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  server.keepAliveTimeout = keepAliveMs
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
