import { useDebounceFn } from '@vueuse/core'
import { onMounted, ref, shallowRef } from 'vue'
import { cancelOrder } from '#renderer/api/order-api'
import { handOver, listBlockers, markSeen } from '#renderer/api/closing-api'
import { retryMail } from '#renderer/api/mail-api'
import { retryPrintJob } from '#renderer/api/printing-api'
import { useStream } from '#renderer/composables/use-stream'
import type { Blocker } from '#shared/contract/shift-report-api'

const newsPauseMs = 500

/** What can be done about an unfinished thing, beside opening it where it belongs. */
export type BlockerAction = 'hand_over' | 'give_up' | 'retry' | 'leave'

/** Orders that nobody has paid for; everything else has a list of its own that outlives the shift. */
export const isUnpaidOrder = ({ kind }: Pick<Blocker, 'kind'>): boolean =>
  kind === 'basket' || kind === 'part_paid' || kind === 'swish_payment'

/** Part payments are given back in the till first, so that what was paid is seen to. */
export function actionsFor({ kind }: Pick<Blocker, 'kind'>): BlockerAction[] {
  switch (kind) {
    case 'basket':
    case 'swish_payment':
      return ['hand_over', 'give_up']
    case 'part_paid':
      return ['hand_over']
    case 'print_job':
    case 'mail':
      return ['retry', 'leave']
    case 'refund':
    case 'refund_due':
      return ['leave']
  }
}

/** What is not finished of a shift, read again with every piece of news about it. */
export function useBlockers(shiftId: number) {
  const blockers = shallowRef<Blocker[] | null>(null)
  const failure = shallowRef<unknown>(null)
  /** The one that is being settled, and what went wrong with the last one. */
  const pending = ref<string | null>(null)
  const problem = shallowRef<{ key: string; error: unknown } | null>(null)

  async function read(): Promise<void> {
    try {
      blockers.value = await listBlockers(shiftId)
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  /** @param toShiftId who gets an order that is handed over */
  async function settle(blocker: Blocker, action: BlockerAction, toShiftId: number | null): Promise<void> {
    if (pending.value !== null) return
    const key = keyOf(blocker)
    pending.value = key
    problem.value = null
    try {
      if (action === 'hand_over') await handOver(shiftId, [blocker.id], toShiftId)
      else if (action === 'give_up') await cancelOrder(blocker.id)
      else if (action === 'leave' && !isUnpaidOrder(blocker)) {
        await markSeen(shiftId, { kind: blocker.kind as 'refund', id: blocker.id })
      } else if (blocker.kind === 'mail') await retryMail(blocker.id)
      else if (blocker.kind === 'print_job') await retryPrintJob(blocker.id)
    } catch (error) {
      problem.value = { key, error }
    } finally {
      pending.value = null
    }
    await read()
  }

  const readAfterNews = useDebounceFn(read, newsPauseMs, { maxWait: 2 * newsPauseMs })
  for (const name of ['order', 'payment_attempt', 'refund', 'mail', 'print_job'] as const) {
    useStream(name, () => void readAfterNews())
  }
  useStream('hello', () => void read())
  onMounted(() => void read())

  return { blockers, failure, pending, problem, read, settle }
}

export const keyOf = ({ kind, id }: Blocker): string => `${kind} ${String(id)}`
