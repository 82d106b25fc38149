import { useDebounceFn } from '@vueuse/core'
import { onMounted, shallowRef } from 'vue'
import { getXReport } from '#renderer/api/shift-api'
import { useStream } from '#renderer/composables/use-stream'
import type { XReport } from '#shared/contract/shift-report-api'

/** Sales come in bursts; a report after each would be read for nobody. */
const newsPauseMs = 1_000

/** The X report of an open shift, read again when money may have moved. */
export function useXReport(shiftId: number) {
  const x = shallowRef<XReport | null>(null)
  const failure = shallowRef<unknown>(null)

  async function read(): Promise<void> {
    try {
      x.value = await getXReport(shiftId)
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  const readAfterNews = useDebounceFn(read, newsPauseMs, { maxWait: 2 * newsPauseMs })
  useStream('order', () => void readAfterNews())
  useStream('refund', () => void readAfterNews())
  useStream('shift', () => void readAfterNews())
  useStream('hello', () => void read())
  onMounted(() => void read())

  return { x, failure, read }
}
