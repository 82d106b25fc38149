import type { SeededRandom } from './seeded-random'
import type { VirtualTime } from './virtual-time'

interface Callback {
  identifier: string | undefined
  body: string
}

const MINUTE = 60_000
const nobodys = '0123456789ABCDEF0123456789ABCDEF'

/** Carries Swish's callbacks badly: loses a third, repeats, delays and so reorders the others, and adds forged ones. */
export function createHostilePost(deps: {
  time: VirtualTime
  random: SeededRandom
  deliver: (callback: Callback) => void
}) {
  const { time, random, deliver } = deps

  function deliverIn(ms: number, callback: Callback): void {
    time.timers.after(ms, () => deliver(callback))
  }

  /** Everything that a stranger, or a broken tunnel, could send in place of a callback. */
  function forged({ identifier, body }: Callback): Callback {
    const object = JSON.parse(body) as Record<string, unknown>
    const paid = { ...object, status: 'PAID', errorCode: null }
    const claim = (change: Record<string, unknown>) => JSON.stringify({ ...paid, ...change })
    return random.pick<Callback>([
      { identifier: nobodys, body: claim({}) },
      { identifier: undefined, body: claim({}) },
      { identifier, body: claim({}) },
      { identifier, body: claim({ amount: 0.01 }) },
      { identifier, body: claim({ payeeAlias: '1239999999' }) },
      { identifier, body: claim({ currency: 'EUR' }) },
      { identifier, body: claim({ payeePaymentReference: 'L999999' }) },
      { identifier, body: claim({ id: nobodys }) },
      { identifier, body: JSON.stringify({ ...object, status: 'CANCELLED' }) },
      { identifier, body: '' },
      { identifier, body: '{"id":' },
      { identifier: nobodys, body: '[]' },
    ])
  }

  function forge(known: Callback): void {
    deliverIn(random.between(0, 2 * MINUTE), forged(known))
  }

  return {
    send(callback: Callback): void {
      if (random.chance(0.1)) forge(callback)
      if (random.chance(0.3)) return
      const copies = random.chance(0.7) ? 1 : random.between(2, 5)
      for (let copy = 0; copy < copies; copy++) {
        deliverIn(random.between(0, random.chance(0.6) ? 2_000 : 10 * MINUTE), callback)
      }
    },
  }
}
