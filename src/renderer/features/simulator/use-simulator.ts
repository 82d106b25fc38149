import { useIntervalFn } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '#renderer/api/client'
import { actAsCustomer, changeSimulator, getSimulator } from '#renderer/api/swish-simulator-api'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { useStream } from '#renderer/composables/use-stream'
import type { SimulatedDeed, SimulatedPayment, Simulator, SimulatorEdit } from '#shared/contract/swish-simulator-api'

/** While no news arrive. */
const pollMs = 2_000

/** The simulator as the server has it, the payment that is looked at, and what has been done to which payment last. */
export function useSimulator() {
  const connection = useConnectionStore()
  const simulator = shallowRef<Simulator>()
  /** False once the server has said that another Swish is used. */
  const simulated = ref(true)
  const failure = shallowRef<unknown>(null)
  const chosenId = ref<string>()
  let pending = false
  const done = shallowRef<{ deed: SimulatedDeed; payment: SimulatedPayment }>()

  const waiting = computed(() => simulator.value?.waiting ?? [])
  const chosen = computed(() => waiting.value.find(({ instructionId }) => instructionId === chosenId.value))

  /** Looks at the oldest when what was looked at has gone. */
  function show(now: Simulator): void {
    simulator.value = now
    simulated.value = true
    if (chosen.value === undefined) chosenId.value = now.waiting[0]?.instructionId
  }

  async function attempt(act: () => Promise<Simulator>): Promise<boolean> {
    try {
      show(await act())
      failure.value = null
      return true
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_simulated') simulated.value = false
      failure.value = error
      return false
    }
  }

  const read = () => attempt(getSimulator)
  const change = (edit: Partial<SimulatorEdit>) => {
    if (simulator.value === undefined) return
    const { mode, line } = simulator.value
    void attempt(() => changeSimulator({ mode, line, ...edit }))
  }

  async function act(deed: SimulatedDeed): Promise<void> {
    const payment = chosen.value
    if (payment === undefined || pending) return
    pending = true
    if (await attempt(() => actAsCustomer(payment.instructionId, deed))) done.value = { deed, payment }
    pending = false
    // It may have been settled in the meantime: by the till, or by its time.
    if (failure.value instanceof ApiError && failure.value.code === 'payment_not_waiting') await refresh()
  }

  /** Reads without touching what has been said about the last deed. */
  async function refresh(): Promise<void> {
    try {
      show(await getSimulator())
    } catch {
      // The next news reads again.
    }
  }

  function move(by: 1 | -1): void {
    const at = waiting.value.findIndex(({ instructionId }) => instructionId === chosenId.value)
    const next = waiting.value[Math.min(waiting.value.length - 1, Math.max(0, at + by))]
    chosenId.value = next?.instructionId
  }

  useStream('swish_simulator', () => void refresh())
  useStream('hello', () => void read())
  // The settings may have chosen another Swish.
  useStream('settings', () => void read())
  useIntervalFn(() => {
    if (connection.state !== 'live') void refresh()
  }, pollMs)
  void read()

  return { simulator, simulated, failure, waiting, chosen, chosenId, done, read, change, act, move }
}
