import type { SwishSettings, SwishTestResult } from '#shared/contract/settings-api'
import type { SwishProblem, SwishStatus } from '#shared/contract/swish-payments-api'
import type { LocalSimulator } from '../../swish/simulator/local-simulator'
import type { SimulatorControl } from '../../swish/simulator/simulator-control'
import { certificateWarnDays, daysLeft } from '../../swish/tls/certificate-facts'
import type { News } from '../news'
import type { Timers } from '../timers'
import { openSwish, setUpProblem, type Opening, type SwishInUse } from './open-swish'
import type { KeptCertificate } from './swish-settings'
import { standingAfter, type RequestOutcome, type Standing } from './swish-standing'

export type { SwishInUse } from './open-swish'

/**
 * Which Swish the settings choose, and how it stands. Payments ask for it anew each time: it changes with the settings, and
 * may be missing.
 */
export interface SwishConnection {
  /** Undefined when Swish is off or not set up. */
  inUse: () => SwishInUse | undefined
  /** What is wrong with the set-up when `inUse` is undefined though an environment is chosen. */
  problem: () => SwishProblem | undefined
  /** Every answer, or the lack of one, of a payment's own requests: keeps the status true between the checks. */
  noteOutcome: (outcome: RequestOutcome) => void
  /** How many payments and refunds wait for a person. */
  attentionChanged: (count: number) => void
  status: () => SwishStatus
  /** Asks Swish now for a payment that cannot exist. Undefined when Swish is off. */
  test: () => Promise<SwishTestResult | undefined>
  /** The part of the customer, while the simulator of this process is the Swish in use. */
  simulator: () => SimulatorControl | undefined
  /** Settings may have changed: another Swish may have been chosen. */
  settingsChanged: () => void
  /** The simulator of this process has changed: its line may be up or down. */
  simulatorChanged: () => void
  close: () => void
}

/** Swish is asked how it is when nothing has been heard of it for this long. */
const CHECK_AFTER_MS = 30_000
/** And sooner while it does not answer, so that its return is noticed before the next customer. */
const CHECK_UNREACHABLE_AFTER_MS = 5_000
/** A certificate comes nearer its end by itself. */
const REVIEW_EVERY_MS = 3600_000

export function createSwishConnection(deps: {
  settings: () => SwishSettings
  certificate: () => KeptCertificate
  simulator: LocalSimulator
  now: () => string
  timers: Timers
  news: News
  onError: (error: unknown) => void
}): SwishConnection {
  const { now, timers, news } = deps
  let settings = deps.settings()
  let opening: Opening = { kind: 'off' }
  let standing: Pick<SwishStatus, 'state' | 'problem' | 'since'> = { state: 'off', problem: null, since: now() }
  let attentionCount = 0
  let told = ''
  let callOffCheck: (() => void) | undefined
  let callOffReview: (() => void) | undefined
  let closed = false

  function status(): SwishStatus {
    const { certificate, environment } = settings
    const usesCertificate = environment === 'mss' || environment === 'production'
    const left = usesCertificate && certificate !== null ? daysLeft(certificate.validTo, now()) : null
    return {
      environment,
      ...standing,
      certificateExpiresAt: usesCertificate ? (certificate?.validTo ?? null) : null,
      certificateDaysLeft: left !== null && left <= certificateWarnDays ? left : null,
      attentionCount,
    }
  }

  function tell(): void {
    const current = status()
    const text = JSON.stringify(current)
    if (text === told || closed) return
    told = text
    news.publish('swish', current)
  }

  function stand({ state, problem }: Standing | Pick<SwishStatus, 'state' | 'problem'>): void {
    if (state !== standing.state || problem !== standing.problem) standing = { state, problem, since: now() }
    tell()
  }

  function close(): void {
    if (opening.kind === 'open') opening.close()
    callOffCheck?.()
  }

  function open(): void {
    close()
    settings = deps.settings()
    opening = openSwish({
      settings,
      kept: deps.certificate(),
      simulator: deps.simulator.transport,
      now: now(),
    })
    switch (opening.kind) {
      case 'off':
        stand({ state: 'off', problem: null })
        return
      case 'not_set_up':
        stand({ state: 'not_set_up', problem: opening.problem })
        return
      case 'open':
        stand({ state: 'checking', problem: null })
        check(opening.inUse)
    }
  }

  /** Opens anew what is not as it was: settings change, and a certificate ends, and begins, at a moment of its own. */
  function refresh(): void {
    if (closed) return
    const problem = setUpProblem(settings, deps.certificate(), now())
    const known = opening.kind === 'not_set_up' ? opening.problem : undefined
    if (settings !== deps.settings() || problem !== known) open()
  }

  function reviewRegularly(): void {
    callOffReview = timers.after(REVIEW_EVERY_MS, () => {
      refresh()
      tell() // One day less may be left.
      reviewRegularly()
    })
  }

  const isSimulator = () => settings.environment === 'simulator'

  function note(outcome: RequestOutcome): void {
    if (closed || opening.kind !== 'open') return
    const next = standingAfter(outcome)
    const chainIsShort = next.problem === 'certificate_refused' && settings.certificate?.chainLength === 1
    stand(chainIsShort ? { ...next, problem: 'certificate_chain_incomplete' } : next)
    planCheck(next.state === 'unreachable' ? CHECK_UNREACHABLE_AFTER_MS : CHECK_AFTER_MS)
  }

  function planCheck(ms: number): void {
    callOffCheck?.()
    if (isSimulator() || opening.kind !== 'open') return // It tells of its changes itself.
    const { inUse } = opening
    callOffCheck = timers.after(ms, () => {
      check(inUse)
    })
  }

  function check(used: SwishInUse): void {
    ask(used).catch(deps.onError)
  }

  /** What comes back after another Swish has been chosen says nothing of that one. */
  async function ask(used: SwishInUse): Promise<RequestOutcome> {
    const outcome = await used.provider.check()
    if (opening.kind === 'open' && opening.inUse === used) note(outcome)
    return outcome
  }

  function inUse(): SwishInUse | undefined {
    refresh()
    return opening.kind === 'open' ? opening.inUse : undefined
  }

  function problem(): SwishProblem | undefined {
    refresh()
    return opening.kind === 'not_set_up' ? opening.problem : undefined
  }

  told = JSON.stringify(status())
  open()
  reviewRegularly()

  return {
    inUse,
    problem,
    noteOutcome: note,
    attentionChanged(count) {
      attentionCount = count
      tell()
    },
    status,
    async test() {
      const used = inUse()
      if (opening.kind === 'off') return undefined
      if (used === undefined) return { problem: problem() ?? null, tookMs: 0 }
      const startedMs = timers.monotonicMs()
      await ask(used)
      const tookMs = Math.round(timers.monotonicMs() - startedMs)
      return { problem: standing.problem, tookMs }
    },
    simulator: () => (isSimulator() ? deps.simulator.control : undefined),
    settingsChanged: refresh,
    simulatorChanged() {
      if (isSimulator() && opening.kind === 'open') check(opening.inUse)
    },
    close() {
      closed = true
      callOffReview?.()
      close()
    },
  }
}
