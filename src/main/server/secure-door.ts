import type { Server } from 'node:https'
import { hostname, networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { TLS_MIN_VERSION, type TlsContext } from '../http/edge-server'
import type { AuthorityFacts } from '../http/routes/authority-route'
import { createAdvertiser, type Advertiser } from '../lan/advertiser'
import { createCertificateKeeper } from '../lan/certificate-keeper'
import { ownAddresses, ownLocalName, type Machine } from '../lan/own-names'
import type { SecretStore } from '../services/secret-store'
import type { SettingsService } from '../services/settings-service'
import { systemTimers } from '../services/timers'
import { findPort, listen } from './listen'

/** The HTTPS door: a certificate that keeps up with this machine, a listener that shows it, and word of it on the network. */
export interface SecureDoor {
  /** 0 until it is open. */
  port: () => number
  /** Addresses for other devices that the certificate is good for; empty while HTTPS is closed. */
  urls: () => string[]
  authority: () => AuthorityFacts
  isAdvertised: () => boolean
  settingsChanged: () => void
  /** @param build makes the app that listens, with the certificate that it begins with */
  open: (build: (context: TlsContext) => Promise<FastifyInstance>) => Promise<void>
  close: () => Promise<void>
}

const machine: Machine = { hostname, networkInterfaces }
/** Another program may take a port between the look at it and the listening. */
const LISTEN_TRIES = 5

export function createSecureDoor(deps: {
  secrets: SecretStore
  settings: SettingsService
  /** Where to begin to look for a port; 0 picks a free one. */
  httpsPort: number
  host: string | undefined
  mdns: boolean
  version: string
  now: () => string
  logger: Logger
  onError: (error: unknown) => void
}): SecureDoor {
  const { secrets, settings, logger } = deps
  const lan = () => settings.current().lan
  if (secrets.isLocked('lanAuthority')) {
    logger.warn(
      'the key of the HTTPS authority is locked by a key store that is not at hand: devices have to trust a new one',
    )
  }
  let app: FastifyInstance | undefined
  let port = 0
  let advertiser: Advertiser | undefined

  const keeper = createCertificateKeeper({
    stored: secrets.get,
    store: secrets.set,
    machine,
    hostNames: () => lan().hostNames,
    now: deps.now,
    after: systemTimers.after,
    onChanged: () => {
      const server = app?.server as Server | undefined
      server?.setSecureContext({ ...keeper.context(), minVersion: TLS_MIN_VERSION })
      logger.info('the HTTPS certificate was made anew')
    },
    onLeftOut: (names) => {
      logger.warn({ names }, 'the HTTPS certificate cannot hold these: they are outside what its authority may sign')
    },
    onError: deps.onError,
  })

  /** All of 127.0.0.1 and ::1 in one listener is more than Node gives; the certificate could not be changed in a second one. */
  const host = deps.host === 'localhost' ? '127.0.0.1' : deps.host

  async function listenNearby(opening: FastifyInstance): Promise<number> {
    for (let tries = 1; ; tries++) {
      const free = await findPort({
        port: deps.httpsPort,
        portFallback: 'next_free',
        ...(host === undefined ? {} : { host }),
      })
      try {
        return await listen(opening, { port: free, host })
      } catch (error) {
        if (tries === LISTEN_TRIES) throw error
      }
    }
  }

  return {
    port: () => port,
    urls: () => {
      if (!lan().secure) return []
      const ofIpv4 = ownAddresses(machine).filter((address) => !address.includes(':'))
      const names = [...ofIpv4, ...[ownLocalName(machine)].filter((name) => name !== undefined), ...lan().hostNames]
      return [...new Set(names)].filter(keeper.covers).map((name) => `https://${name}:${port}`)
    },
    authority: keeper.authority,
    isAdvertised: () => advertiser?.isAdvertising() ?? false,

    settingsChanged: () => {
      keeper.look()
      advertiser?.look()
    },

    open: async (build) => {
      app = await build(keeper.context())
      port = await listenNearby(app)
      if (!deps.mdns) return
      advertiser = createAdvertiser({
        machine,
        service: () => {
          const name = settings.current().venue.name
          return lan().secure ? { name: name === '' ? 'Lucka' : name, port, version: deps.version } : undefined
        },
        after: systemTimers.after,
        onFailure: (error) => {
          logger.warn({ err: error }, 'the network cannot be told where this box office is (multicast DNS)')
        },
      })
    },

    close: async () => {
      keeper.stop()
      await advertiser?.stop()
      await app?.close()
    },
  }
}
