import { shallowReactive } from 'vue'
import { ApiError, newIdempotencyKey } from '#renderer/api/client'
import { cancelOrder, createOrder, getOrder } from '#renderer/api/order-api'
import { saveOrder } from '#renderer/api/till-api'
import type { Order } from '#shared/contract/order-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { isAnswered, isGone } from './answers'
import type { BasketLine } from './basket'
import type { Draft } from './till-memory'

/** While the server does not answer it is asked again so often; a connection that comes back is quicker. */
const retryMs = 2_000
/** Revisions may differ because an own answer was lost; more often than this in a row is somebody else at work. */
const mostConflicts = 3

/** Another till holds the order by now. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver'
  constructor(readonly order: Order) {
    super(`Order ${String(order.orderNumber)} is held elsewhere`)
  }
}

/** Without an open shift nothing can be sold. */
class NoShift extends Error {
  override readonly name = 'NoShift'
}

const linesOf = (lines: readonly BasketLine[]) => lines.map(({ ticketTypeId, count }) => ({ ticketTypeId, count }))
/** What can be sent of it: a half-typed address must not keep seats from being held. */
const addressOf = ({ email }: Draft): string | null => (isEmailAddress(email.trim()) ? email.trim() : null)
const wishOf = (draft: Draft): string => JSON.stringify([linesOf(draft.lines), addressOf(draft)])

/**
 * Keeps the server's order like the basket on the screen. One request at a time for each basket; what is wished for
 * meanwhile goes with the next one, so that the last wish wins however slow the line is.
 */
export function createBasketSync(till: {
  draftOf: (key: string) => Draft
  orderOf: (key: string) => Order | null
  setOrder: (key: string, order: Order | null) => void
  /** What a basket is begun for. */
  saleOf: (key: string) => { eventId: number; training: boolean }
  shiftId: () => number | null
  onRefusal: (key: string, error: unknown) => void
}) {
  const running = new Map<string, Promise<void>>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** Baskets that are kept here only, until the server answers. */
  const waiting = shallowReactive(new Set<string>())

  const isDirty = (key: string): boolean => {
    const { unsent, fixed } = till.draftOf(key)
    return unsent && !fixed
  }

  /** Sends until the server holds the last wish. @throws what the server refuses it for; NetworkError */
  function sync(key: string): Promise<void> {
    const under = running.get(key)
    if (under !== undefined) return under
    if (!isDirty(key)) return Promise.resolve()
    const now = run(key)
    running.set(key, now)
    return now
  }

  async function run(key: string): Promise<void> {
    let conflicts = 0
    try {
      while (isDirty(key)) {
        const settled = await step(key)
        conflicts = settled ? 0 : conflicts + 1
        if (conflicts > mostConflicts) throw new ApiError(409, 'edit_conflict', 'The order changes all the time', {})
      }
      waiting.delete(key)
    } finally {
      // Before anybody else can look: a wish that comes now must begin another run.
      running.delete(key)
    }
  }

  /** Sends the wish as it stands. False when it met another revision and has to be sent once more. */
  async function step(key: string): Promise<boolean> {
    const draft = till.draftOf(key)
    let sent = wishOf(draft)
    try {
      if (draft.creation !== null || draft.orderId === null) sent = await begin(key, draft)
      else if (draft.lines.length === 0) await giveUp(key, draft.orderId)
      else till.setOrder(key, await saveOrder(draft.orderId, await editOf(key, draft, draft.orderId)))
    } catch (error) {
      if (!(error instanceof ApiError) || draft.orderId === null) throw error
      return recover(key, draft.orderId, error)
    }
    const now = till.draftOf(key)
    if (wishOf(now) === sent) now.unsent = false
    return true
  }

  /** Gives the wish that the new order holds: an older one, when its answer had been lost. */
  async function begin(key: string, draft: Draft): Promise<string> {
    if (draft.creation === null && draft.lines.length === 0) return wishOf(draft)
    const shiftId = till.shiftId()
    if (shiftId === null && draft.creation === null) throw new NoShift()
    const { eventId, training } = till.saleOf(key)
    const email = addressOf(draft)
    draft.creation ??= {
      key: newIdempotencyKey(),
      body: {
        ...{ eventId, shiftId: shiftId ?? 0, lines: linesOf(draft.lines) },
        ...(email === null ? {} : { email }),
        ...(training ? { training } : {}),
      },
    }
    const { body } = draft.creation
    try {
      const order = await createOrder(body, draft.creation.key)
      Object.assign(till.draftOf(key), { creation: null, orderId: order.id })
      till.setOrder(key, order)
      return JSON.stringify([body.lines, body.email ?? null])
    } catch (error) {
      if (isAnswered(error)) till.draftOf(key).creation = null
      throw error
    }
  }

  async function editOf(key: string, draft: Draft, orderId: number) {
    const order = till.orderOf(key) ?? (await getOrder(orderId))
    return { lines: linesOf(draft.lines), email: addressOf(draft), revision: order.revision }
  }

  async function giveUp(key: string, orderId: number): Promise<void> {
    try {
      await cancelOrder(orderId)
    } catch (error) {
      const kept =
        error instanceof ApiError && ['payment_in_progress', 'part_paid', 'already_paid'].includes(error.code)
      if (kept || !isGone(error)) throw error
    }
    till.draftOf(key).orderId = null
    till.setOrder(key, null)
  }

  async function recover(key: string, orderId: number, error: ApiError): Promise<boolean> {
    if (error.code === 'order_not_found') {
      Object.assign(till.draftOf(key), { orderId: null })
      till.setOrder(key, null)
      return false
    }
    const stale = ['edit_conflict', 'not_editable', 'already_paid', 'payment_in_progress', 'part_paid']
    if (!stale.includes(error.code)) throw error
    const order = await getOrder(orderId)
    if (isElsewhere(order, till.shiftId())) throw new TakenOver(order)
    till.setOrder(key, order)
    if (error.code === 'edit_conflict') return false
    // It stays as the server has it.
    takeOver(till.draftOf(key), order)
    throw error
  }

  /** Sends the wish by itself; without an answer again and again. */
  function push(key: string): void {
    clearTimeout(timers.get(key))
    sync(key).catch((error: unknown) => {
      if (isAnswered(error) || error instanceof TakenOver || error instanceof NoShift) {
        waiting.delete(key)
        till.onRefusal(key, error)
      } else {
        waiting.add(key)
        timers.set(
          key,
          setTimeout(() => {
            push(key)
          }, retryMs),
        )
      }
    })
  }

  /** The server answers again. */
  function pushWaiting(): void {
    for (const key of [...waiting]) push(key)
  }

  return { sync, push, pushWaiting, waiting }
}

/** Whether another till, or nobody, works on it now. */
export function isElsewhere(order: Order, shiftId: number | null): boolean {
  if (shiftId === null) return false
  const parked = order.status === 'reserved' && order.parkedName !== null
  return parked || (order.shiftId !== null && order.shiftId !== shiftId)
}

/** Makes the wish what the server holds. */
export function takeOver(draft: Draft, order: Order): void {
  draft.lines = order.lines.map(({ ticketTypeId, count }) => ({ ticketTypeId, count }))
  Object.assign(draft, { email: order.email ?? '', unsent: false, orderId: order.id, creation: null })
  draft.fixed = order.channel === 'api'
}
