import { X509Certificate } from 'node:crypto'
import { createAuthority, describeAuthority, type Authority } from './authority'
import { ownHostName, ownNames, ownNetworks, type Machine } from './own-names'
import { isPermitted, permitLocalNames } from './permitted-names'
import { issueServerCertificate, type ServerCertificate } from './server-certificate'
import { msLeft, readStored, StoredAuthority, StoredServerCertificate } from './stored-certificate'

export interface CertificateKeeper {
  /** What the listener shows now: the server's certificate with its authority's, and the key. */
  context: () => { cert: string; key: string }
  authority: () => { der: Buffer; fingerprint: string }
  /** Whether the certificate is good for a name or an address. */
  covers: (name: string) => boolean
  /** Looks at this machine's names and at the clock now, as it does by itself every 30 s. */
  look: () => void
  stop: () => void
}

const LOOK_EVERY_MS = 30_000
const RENEWED_BEFORE_MS = 30 * 24 * 3600_000

/**
 * Keeps an authority of this venue's own and a certificate of it for this machine: made at the first start, renewed a month
 * before it ends, and made anew when the machine gets a name or an address that it does not cover. A name that has gone does
 * no harm in it and stays until the next one.
 */
export function createCertificateKeeper(deps: {
  /** What was stored last under a name; undefined when there is none, or none that can be read. */
  stored: (name: 'lanAuthority' | 'lanCertificate') => string | undefined
  /** @throws Error when it cannot be written */
  store: (name: 'lanAuthority' | 'lanCertificate', value: string) => void
  machine: Machine
  /** Names that the manager has set. */
  hostNames: () => readonly string[]
  now: () => string
  after: (ms: number, work: () => void) => () => void
  /** The listener has to take over another certificate. */
  onChanged: () => void
  /** Names that the authority may not sign for, once for each list of them. */
  onLeftOut: (names: string[]) => void
  onError: (error: unknown) => void
}): CertificateKeeper {
  const { machine } = deps
  const now = () => new Date(deps.now())
  let leftOut = ''

  function keepAuthority(): Authority {
    const stored = readStored(StoredAuthority, deps.stored('lanAuthority'))
    if (stored !== undefined && msLeft(stored.certificate, now()) > RENEWED_BEFORE_MS) return stored
    const hostName = ownHostName(machine)
    const names = [...(hostName === undefined ? [] : [hostName]), ...deps.hostNames()]
    const permitted = permitLocalNames({ names, networks: ownNetworks(machine) })
    const created = createAuthority({ machine: hostName ?? 'box office', permitted, now: now() })
    deps.store('lanAuthority', JSON.stringify(created))
    return created
  }

  function wantedNames(): string[] {
    const names = ownNames(machine, deps.hostNames())
    const refused = names.filter((name) => !isPermitted(name, authority.permitted))
    if (refused.join() !== leftOut && refused.length > 0) deps.onLeftOut(refused)
    leftOut = refused.join()
    return names.filter((name) => !refused.includes(name))
  }

  function isGood(certificate: ServerCertificate, names: string[]): boolean {
    const isOfAuthority = new X509Certificate(certificate.certificate).verify(
      new X509Certificate(authority.certificate).publicKey,
    )
    return (
      isOfAuthority &&
      msLeft(certificate.certificate, now()) > RENEWED_BEFORE_MS &&
      names.every((name) => certificate.names.includes(name))
    )
  }

  function issue(names: string[]): ServerCertificate {
    const issued = issueServerCertificate(authority, names, now())
    deps.store('lanCertificate', JSON.stringify(issued))
    return issued
  }

  function look(): void {
    authority = keepAuthority()
    const names = wantedNames()
    if (isGood(certificate, names)) return
    certificate = issue(names)
    deps.onChanged()
  }

  let authority = keepAuthority()
  const stored = readStored(StoredServerCertificate, deps.stored('lanCertificate'))
  const firstNames = wantedNames()
  let certificate = stored !== undefined && isGood(stored, firstNames) ? stored : issue(firstNames)

  let callOff = deps.after(LOOK_EVERY_MS, lookAgain)
  function lookAgain(): void {
    try {
      look()
    } catch (error) {
      deps.onError(error)
    }
    callOff = deps.after(LOOK_EVERY_MS, lookAgain)
  }

  return {
    context: () => ({ cert: certificate.certificate + authority.certificate, key: certificate.key }),
    authority: () => describeAuthority(authority),
    covers: (name) => certificate.names.includes(name),
    look,
    stop: () => {
      callOff()
    },
  }
}
