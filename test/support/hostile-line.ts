import { TransportFailure, type SwishAnswer, type SwishRequest, type SwishTransport } from '#main/swish/transport'
import type { SeededRandom } from './seeded-random'
import type { VirtualTime } from './virtual-time'

/** Everything that can happen to a request between us and Swish. */
type Fault =
  /** It never arrives. */
  | 'lost'
  /** It arrives when we have given it up. */
  | 'late'
  | 'answer_lost'
  | 'broken_before'
  | 'broken_after'
  | 'trouble_before'
  | 'trouble_after'
  | 'unreadable'
  | 'no_connection'

const faults: readonly Fault[] = [
  'lost',
  'late',
  'answer_lost',
  'broken_before',
  'broken_after',
  'trouble_before',
  'trouble_after',
  'unreadable',
  'no_connection',
]

const notFound: SwishAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: '[{"errorCode":"RP04","errorMessage":"","additionalInformation":null}]',
}

export interface HostileLine {
  transport: SwishTransport
  /** Nothing gets through until `atMs`. */
  cutUntil: (atMs: number) => void
  /** From now on every request is carried and answered at once. */
  heal: () => void
}

/**
 * A line to Swish on which requests and answers get lost, break, come late or twice as slow; `act` is Swish at its other end.
 *
 * @param faultShare how many of a hundred requests meet a fault
 */
export function createHostileLine(deps: {
  time: VirtualTime
  random: SeededRandom
  faultShare: number
  act: (request: SwishRequest) => Promise<SwishAnswer>
  /** Swish's own copies do not agree yet: a read finds nothing of what was created a moment ago. */
  isTooFresh: (request: SwishRequest) => boolean
}): HostileLine {
  const { time, random, act } = deps
  let cutUntilMs = Number.NEGATIVE_INFINITY
  let isWell = false

  const gaveUp = () => new TransportFailure('no_answer', 'Swish did not answer in time')
  const brokeOff = () => new TransportFailure('no_answer', 'the connection broke')
  const trouble = (): SwishAnswer => ({ status: random.pick([500, 502, 503, 504]), headers: {}, body: '' })

  function actLater(ms: number, request: SwishRequest): void {
    time.timers.after(ms, () => void act(request))
  }

  /** There and back, each in its own time; too slow is no answer though Swish has acted. */
  async function carry(request: SwishRequest, timeoutMs: number): Promise<SwishAnswer> {
    const isSlow = !isWell && random.chance(0.02)
    const [thereMs, backMs] = isWell ? [20, 20] : [random.between(10, 250), random.between(10, isSlow ? 9_000 : 250)]
    await time.sleep(thereMs)
    const tooFresh = !isWell && deps.isTooFresh(request)
    const answer = tooFresh ? notFound : await act(request)
    if (thereMs + backMs <= timeoutMs) {
      await time.sleep(backMs)
      return answer
    }
    await time.sleep(Math.max(0, timeoutMs - thereMs))
    throw gaveUp()
  }

  async function fail(fault: Fault, request: SwishRequest, timeoutMs: number): Promise<SwishAnswer> {
    const arrivesMs = random.between(10, 250)
    switch (fault) {
      case 'late':
        if (request.method !== 'GET') actLater(timeoutMs + random.between(100, 25_000), request)
        await time.sleep(timeoutMs)
        throw gaveUp()
      case 'lost':
        await time.sleep(timeoutMs)
        throw gaveUp()
      case 'answer_lost':
        actLater(arrivesMs, request)
        await time.sleep(timeoutMs)
        throw gaveUp()
      case 'broken_before':
        await time.sleep(arrivesMs)
        throw brokeOff()
      case 'broken_after':
        await time.sleep(arrivesMs)
        await act(request)
        throw brokeOff()
      case 'trouble_before':
        await time.sleep(arrivesMs)
        return trouble()
      case 'trouble_after':
        await time.sleep(arrivesMs)
        await act(request)
        return trouble()
      case 'unreadable':
        await time.sleep(arrivesMs)
        await act(request)
        return {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<html>please sign in to the network</html>',
        }
      case 'no_connection':
        await time.sleep(5)
        throw new TransportFailure('no_connection', 'there is no connection')
    }
  }

  return {
    transport: {
      async send(request, timeoutMs) {
        if (time.elapsedMs() < cutUntilMs) return fail('no_connection', request, timeoutMs)
        if (!isWell && random.below(100) < deps.faultShare) return fail(random.pick(faults), request, timeoutMs)
        return carry(request, timeoutMs)
      },
      close: () => undefined,
    },
    cutUntil(atMs) {
      cutUntilMs = atMs
    },
    heal() {
      isWell = true
      cutUntilMs = Number.NEGATIVE_INFINITY
    },
  }
}
