import { setTimeout as delay } from 'node:timers/promises'
import type { SwishSettings } from '#shared/contract/settings-api'
import type { SwishProblem } from '#shared/contract/swish-payments-api'
import { createSwishClient } from '../../swish/client/swish-client'
import { defaultApiBase } from '../../swish/environments'
import type { PaymentProvider } from '../../swish/payment-provider'
import { checkCertificate } from '../../swish/tls/certificate-facts'
import type { ClientCertificate } from '../../swish/tls/client-certificate'
import { createMutualTlsTransport } from '../../swish/tls/mutual-tls-transport'
import type { SwishTransport } from '../../swish/transport'
import type { KeptCertificate } from './swish-settings'

/** Swish insists on an address to call back. Where none can be reached from outside, Swish is asked instead. */
const NO_CALLBACKS = 'https://callback.lucka.invalid/swish/callback'
/** For a simulator without a number: one of the right form, belonging to nobody. */
const SIMULATED_PAYEE = '1230000000'

/** The Swish in use: who carries requests out, and the number that is paid. */
export interface SwishInUse {
  provider: PaymentProvider
  payeeAlias: string
}

export type Opening =
  | { kind: 'off' }
  | { kind: 'not_set_up'; problem: SwishProblem }
  | { kind: 'open'; inUse: SwishInUse; close: () => void }

/** Finds what keeps the Swish that the settings choose from being used at `now`; undefined when nothing does. */
export function setUpProblem(settings: SwishSettings, kept: KeptCertificate, now: string): SwishProblem | undefined {
  const { environment, payeeAlias } = settings
  if (environment === null || environment === 'simulator') return undefined
  if (needsCertificate(settings)) {
    if (kept.kind === 'locked') return 'secrets_locked'
    if (kept.kind === 'missing') return 'certificate_missing'
    const problem = checkCertificate(kept.facts, now)
    // Some counterparts know the authorities themselves: the handshake shows it.
    if (problem !== undefined && problem !== 'certificate_chain_incomplete') return problem
  }
  if (payeeAlias === '') return 'payee_missing'
  // Swish's own simulator looks at the form of the number only.
  const { certificate } = settings
  if (environment === 'production' && certificate !== null && certificate.number !== payeeAlias) return 'number_differs'
  return undefined
}

/** Over plain HTTP, which only a stand-in on this machine may speak, nobody shows a certificate. */
function needsCertificate({ apiBase }: SwishSettings): boolean {
  return apiBase?.startsWith('http:') !== true
}

/** Opens the Swish that the settings choose. Nothing is sent yet. */
export function openSwish(deps: {
  settings: SwishSettings
  kept: KeptCertificate
  /** Straight into the simulator of this process. */
  simulator: SwishTransport
  now: string
}): Opening {
  const { settings, kept, now } = deps
  const { environment } = settings
  if (environment === null) return { kind: 'off' }
  const problem = setUpProblem(settings, kept, now)
  if (problem !== undefined) return { kind: 'not_set_up', problem }
  const payeeAlias = settings.payeeAlias === '' ? SIMULATED_PAYEE : settings.payeeAlias
  const transport =
    environment === 'simulator'
      ? { ...deps.simulator, close: () => undefined } // It outlives this use of it.
      : openLine(settings, environment, kept.kind === 'open' ? kept.material : null)
  const provider = createSwishClient({
    environment,
    payeeAlias,
    callbackUrl: settings.callbackUrl ?? NO_CALLBACKS,
    transport,
    wait: (ms) => delay(ms),
  })
  return {
    kind: 'open',
    inUse: { provider, payeeAlias },
    close: () => {
      transport.close()
    },
  }
}

function openLine(
  { apiBase, authority, tls12Only }: SwishSettings,
  environment: 'mss' | 'production',
  certificate: ClientCertificate | null,
): SwishTransport {
  return createMutualTlsTransport({
    apiBase: apiBase ?? defaultApiBase[environment],
    certificate,
    authority,
    tls12Only,
  })
}
