import type { EventEmitter } from 'node:events'
import Bonjour from 'bonjour-service'
import { ownAddresses, ownLocalName, type Machine } from './own-names'

/** What the network is told. It is a hint where to look and no reason to trust: that is the certificate. */
export interface AdvertisedService {
  /** As people see it in a list. */
  name: string
  port: number
  version: string
}

export interface Advertiser {
  /** Whether the network is told now. */
  isAdvertising: () => boolean
  /** Looks at what there is to tell, as it does by itself every 30 s. */
  look: () => void
  /** Takes it back; resolves when that is sent, or cannot be. */
  stop: () => Promise<void>
}

const LOOK_EVERY_MS = 30_000
/** A network that has just gone takes no goodbye. */
const GOODBYE_MS = 500
const SERVICE_TYPES = ['lucka', 'https']
const DOOR_PATH = '/door/'
/** A label of the domain name system, bytes. */
const LONGEST_LABEL = 63

/** Tells the network where this box office is (multicast DNS), so that a new phone finds it without typing an address. */
export function createAdvertiser(deps: {
  machine: Machine
  /** Undefined: there is nothing to tell. */
  service: () => AdvertisedService | undefined
  after: (ms: number, work: () => void) => () => void
  /** Called at the first failure only: a machine without a network would fill the log. */
  onFailure: (error: unknown) => void
}): Advertiser {
  let open: { bonjour: Bonjour; told: string } | undefined
  let hasFailed = false

  function fail(error: unknown): void {
    open?.bonjour.destroy()
    open = undefined
    if (!hasFailed) deps.onFailure(error)
    hasFailed = true
  }

  function openBonjour(): Bonjour {
    const bonjour = new Bonjour({}, fail)
    // A socket that cannot be opened is an event of an inner part: nobody listening, it would end the process.
    const { server } = bonjour as unknown as { server: { mdns: EventEmitter } }
    server.mdns.on('error', fail)
    return bonjour
  }

  function publish(bonjour: Bonjour, { name, port, version }: AdvertisedService): void {
    const host = ownLocalName(deps.machine)
    for (const type of SERVICE_TYPES) {
      bonjour.publish({
        name: asLabel(name),
        type,
        port,
        txt: { path: DOOR_PATH, version },
        // The library's own question whether the name is taken answers on standard output.
        probe: false,
        ...(host === undefined ? {} : { host }),
      })
    }
  }

  function look(): void {
    const service = deps.service()
    const told = service === undefined ? '' : JSON.stringify([service, ownAddresses(deps.machine)])
    if (told === (open?.told ?? '')) return
    try {
      if (service === undefined) void close()
      else if (open === undefined) {
        open = { bonjour: openBonjour(), told }
        publish(open.bonjour, service)
      } else {
        const { bonjour } = open
        open.told = told
        bonjour.unpublishAll(() => {
          if (open?.bonjour === bonjour && open.told === told) publish(bonjour, service)
        })
      }
    } catch (error) {
      fail(error)
    }
  }

  async function close(): Promise<void> {
    const closing = open
    open = undefined
    if (closing === undefined) return
    await new Promise<void>((resolve) => {
      const stopWaiting = deps.after(GOODBYE_MS, resolve)
      closing.bonjour.unpublishAll(() => {
        stopWaiting()
        resolve()
      })
    })
    closing.bonjour.destroy()
  }

  let callOff = deps.after(LOOK_EVERY_MS, lookAgain)
  function lookAgain(): void {
    look()
    callOff = deps.after(LOOK_EVERY_MS, lookAgain)
  }
  look()

  return {
    isAdvertising: () => open !== undefined,
    look,
    stop: async () => {
      callOff()
      await close()
    },
  }
}

/** One label: dots would make several, and what is too long is cut between two characters. */
function asLabel(name: string): string {
  let label = ''
  for (const character of name.replaceAll('.', ' ')) {
    if (Buffer.byteLength(label + character) > LONGEST_LABEL) break
    label += character
  }
  return label
}
