import { createSimulatorEngine } from '#main/swish/simulator/engine'
import type { SwishAnswer, SwishRequest } from '#main/swish/transport'
import { createHostileLine } from './hostile-line'
import { createHostilePost } from './hostile-post'
import type { SeededRandom } from './seeded-random'
import type { VirtualTime } from './virtual-time'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** The bank does not answer. */
const SILENT = 'DS24'

interface WireObject {
  id: string
  status: string
  amount: number
  currency: string
  payeeAlias: string
  payerAlias: string
  paymentReference: string | null
  originalPaymentReference: string
  callbackIdentifier: string
  errorCode: string | null
}

/** What is true of a payment or a refund, whatever Swish answers at the moment. */
export interface Truth {
  kind: 'payment' | 'refund'
  instructionId: string
  status: string
  errorCode: string | null
  amountOre: number
  /** The money has moved, though Swish may never come to say so. */
  moved: boolean
  /** Swish calls a payment paid that is not the one we asked for. */
  differs: boolean
  reference: string | null
  originalReference: string
}

/** What becomes of an answer's object on its way out: Swish says something else than its simulator. */
interface Change {
  fromMs: number
  toMs: number
  change: (object: WireObject) => Partial<WireObject>
}

export type HostileSwish = ReturnType<typeof createHostileSwish>

/**
 * The real simulator with everything against us: a line that loses, delays and breaks, a post that drops and forges callbacks,
 * banks that are silent and pay later, customers who pay after the cancel was confirmed, payments that are not what was asked
 * for, statuses that are in no list.
 */
export function createHostileSwish(deps: {
  time: VirtualTime
  random: SeededRandom
  faultShare: number
  /** The longest that a bank is silent before it pays after all. */
  longestSilenceMs: number
  /** Hands a callback to the box office, if one is open. */
  deliver: (callback: { identifier: string | undefined; body: string }) => void
}) {
  const { time, random } = deps
  const changes = new Map<string, Change[]>()
  const acceptedAtMs = new Map<string, number>()
  const tooFreshUntilMs = new Map<string, number>()
  /** Payments and refunds whose money moves though Swish never says so. */
  const movedInSilence = new Set<string>()
  const differing = new Set<string>()
  const openRefunds = new Map<string, string>()
  const requests: { atMs: number; request: SwishRequest }[] = []

  const post = createHostilePost({ time, random, deliver: deps.deliver })

  function changeObject(id: string, fromMs: number, toMs: number, change: Change['change']): void {
    changes.set(id, [...(changes.get(id) ?? []), { fromMs, toMs, change }])
  }

  function seen(body: string): WireObject {
    const object = JSON.parse(body) as WireObject
    for (const { fromMs, toMs, change } of changes.get(object.id) ?? []) {
      if (time.elapsedMs() >= fromMs && time.elapsedMs() < toMs) Object.assign(object, change(object))
    }
    return object
  }

  /** After the bank's silence: paid later, or never another word, paid or not. */
  function planSilence(id: string, silentFromMs: number, isRefund: boolean): void {
    const fate = random.below(3)
    if (fate === 2) return
    movedInSilence.add(id)
    if (fate === 1) return
    const paidAtMs = silentFromMs + random.between(30 * SECOND, random.pick([2 * MINUTE, deps.longestSilenceMs]))
    // Cancelled before its bank fell silent, it stays cancelled.
    changeObject(id, paidAtMs, Number.POSITIVE_INFINITY, ({ errorCode }) =>
      errorCode !== SILENT
        ? {}
        : { status: 'PAID', errorCode: null, ...(isRefund ? { paymentReference: `${id.slice(0, 30)}RR` } : {}) },
    )
    time.timers.after(paidAtMs - time.elapsedMs(), () => void callBackAbout(id, isRefund))
  }

  async function callBackAbout(id: string, isRefund: boolean): Promise<void> {
    const answer = await look(id, isRefund ? 'refunds' : 'paymentrequests')
    post.send({ identifier: seen(answer.body).callbackIdentifier, body: answer.body })
  }

  function planPayment(id: string) {
    const atMs = time.elapsedMs()
    acceptedAtMs.set(id, atMs)
    if (random.chance(0.05)) tooFreshUntilMs.set(id, atMs + random.between(500, 4_000))
    if (random.chance(0.02)) {
      const fromMs = atMs + random.below(30_000)
      changeObject(id, fromMs, fromMs + random.between(SECOND, 5 * MINUTE), () => ({ status: 'SETTLING' }))
    }
    const afterMs = random.chance(0.2) ? random.between(0, 2 * SECOND) : random.between(2 * SECOND, 90 * SECOND)
    const fate = random.below(100)
    if (fate < 62) {
      if (random.chance(0.01)) planDifference(id)
      return { status: 'PAID' as const, afterMs }
    }
    if (fate < 74) return { status: 'DECLINED' as const, afterMs }
    if (fate < 94) {
      const errorCode = random.pick(['RF07', 'BANKIDCL', 'FF10', 'XX99'])
      return random.chance(0.5)
        ? { status: 'ERROR' as const, errorCode: 'TM01', afterMs: random.between(3 * MINUTE, 5.5 * MINUTE) }
        : { status: 'ERROR' as const, errorCode, afterMs }
    }
    if (fate < 98) {
      planSilence(id, atMs + afterMs, false)
      return { status: 'ERROR' as const, errorCode: SILENT, afterMs }
    }
    return { status: 'CREATED' as const }
  }

  function planDifference(id: string): void {
    differing.add(id)
    const change = random.pick<Partial<WireObject>>([
      { amount: 0.01 },
      { amount: 1_000_000 },
      { payeeAlias: '1239999999' },
      { currency: 'EUR' },
    ])
    changeObject(id, 0, Number.POSITIVE_INFINITY, () => change)
  }

  function planRefund(id: string) {
    acceptedAtMs.set(id, time.elapsedMs())
    if (random.chance(0.1)) tooFreshUntilMs.set(id, time.elapsedMs() + random.between(500, 4_000))
    const debitAfterMs = random.between(SECOND, MINUTE)
    const refundAfterMs = debitAfterMs + random.between(SECOND, 3 * MINUTE)
    if (random.chance(0.1)) return { errorCode: 'RF07', debitAfterMs }
    if (random.chance(0.06)) {
      planSilence(id, time.elapsedMs() + debitAfterMs, true)
      return { errorCode: SILENT, debitAfterMs }
    }
    return { debitAfterMs, refundAfterMs }
  }

  // The simulator forgets after a day of its own clock; Swish itself does not.
  const startMs = Date.parse(time.now())
  const engine = createSimulatorEngine({
    now: () => new Date(startMs + time.elapsedMs() / 1_000).toISOString(),
    after: time.timers.after,
    sendCallback: async ({ identifier, body }) => {
      post.send({ identifier: identifier ?? undefined, body: JSON.stringify(seen(body)) })
      return true
    },
    script: {
      payment: ({ instructionId }) => planPayment(instructionId),
      refund: ({ instructionId }) => planRefund(instructionId),
      cancel: () => (random.chance(0.08) ? { paidAfterMs: random.between(0, 4.5 * MINUTE) } : undefined),
    },
  })

  async function handle(request: SwishRequest): Promise<SwishAnswer> {
    const reply = await engine.handle(request)
    if (reply.kind !== 'answer') throw new Error('the simulator was not told to be silent')
    return reply.answer
  }

  const look = (id: string, resource: 'paymentrequests' | 'refunds') =>
    handle({ method: 'GET', path: `/api/v1/${resource}/${id}` })

  /** One refund at a time of each payment, as Swish has it. */
  async function isRefundUnderWay(body: string): Promise<boolean> {
    const { originalPaymentReference } = JSON.parse(body) as WireObject
    const other = openRefunds.get(originalPaymentReference)
    if (other === undefined) return false
    const { status } = seen((await look(other, 'refunds')).body)
    return status === 'CREATED' || status === 'DEBITED'
  }

  const refused = (errorCode: string): SwishAnswer => ({
    status: 422,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ errorCode, errorMessage: '', additionalInformation: null }]),
  })

  async function act(request: SwishRequest): Promise<SwishAnswer> {
    requests.push({ atMs: time.elapsedMs(), request })
    const isRefund = request.path.includes('/refunds/')
    const id = request.path.slice(-32)
    const isNew = request.method === 'PUT' && !acceptedAtMs.has(id)
    if (isNew && isRefund && (await isRefundUnderWay(request.body ?? ''))) return refused('RF09')
    if (isNew && random.chance(0.03)) return refused(isRefund ? 'AM04' : random.pick(['ACMT03', 'VR01', 'BE18']))
    const answer = await handle(request)
    if (request.method === 'PUT' && isRefund && answer.status === 201) {
      openRefunds.set((JSON.parse(request.body ?? '') as WireObject).originalPaymentReference, id)
    }
    return answer.status === 200 ? { ...answer, body: JSON.stringify(seen(answer.body)) } : answer
  }

  const line = createHostileLine({
    time,
    random,
    faultShare: deps.faultShare,
    act,
    isTooFresh: ({ method, path }) =>
      method === 'GET' && (tooFreshUntilMs.get(path.slice(-32)) ?? 0) > time.elapsedMs(),
  })

  async function truthOf(id: string, kind: Truth['kind']): Promise<Truth | undefined> {
    const answer = await look(id, kind === 'refund' ? 'refunds' : 'paymentrequests')
    if (answer.status !== 200) return undefined
    const object = seen(answer.body)
    return {
      kind,
      instructionId: id,
      status: object.status,
      errorCode: object.errorCode,
      amountOre: Math.round((JSON.parse(answer.body) as WireObject).amount * 100),
      moved:
        !differing.has(id) && (object.status === 'PAID' || (movedInSilence.has(id) && object.errorCode === SILENT)),
      differs: differing.has(id),
      reference: object.paymentReference,
      originalReference: object.originalPaymentReference,
    }
  }

  return {
    transport: line.transport,
    cutUntil: line.cutUntil,
    heal: line.heal,
    requests,
    accepted: () => [...acceptedAtMs.keys()],
    truthOf,
    close: engine.close,
  }
}
