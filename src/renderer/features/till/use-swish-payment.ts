import { useIntervalFn } from '@vueuse/core'
import { computed } from 'vue'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { useSwishStore } from '#renderer/app/stores/swish-store'
import { showPhoneNumber } from '#shared/text/phone-number'
import { isOpen } from './swish-sale'
import { swishDeeds, swishStage, swishWindowSeconds } from './swish-words'
import { useTillStore } from './till-store'

/** Reading the order tells the server that somebody watches, so that it asks Swish more often: also while news arrive. */
const readMs = 5_000
const readWithoutNewsMs = 2_000

/** How the sale's Swish payment stands, followed while the component that asks is mounted. */
export function useSwishPayment() {
  const till = useTillStore()
  const swish = useSwishStore()
  const clock = useClockStore()
  const connection = useConnectionStore()

  const attempt = computed(() => till.order?.paymentAttempt ?? null)
  const open = computed(() => isOpen(attempt.value))
  const secondsLeft = computed(() =>
    attempt.value === null
      ? swishWindowSeconds
      : Math.min(swishWindowSeconds, clock.secondsUntil(attempt.value.settlesBy)),
  )
  const stage = computed(() =>
    swishStage(till.order, {
      secondsLeft: secondsLeft.value,
      problem: till.problem,
      outOfReach: swish.startable === 'doubtful',
    }),
  )
  const deeds = computed(() => swishDeeds(stage.value, attempt.value))
  /** The customer can still act on it. */
  const inTime = computed(
    () =>
      attempt.value !== null &&
      attempt.value.status !== 'initiated' &&
      secondsLeft.value > 0 &&
      ['scan', 'push', 'unreachable'].includes(stage.value),
  )
  /** While Swish gives no answer another request helps nobody; a number that is being typed stays all the same. */
  const typable = computed(
    () =>
      deeds.value.includes('type_number') &&
      (till.payerNumber !== '' || (stage.value !== 'unreachable' && stage.value !== 'late')),
  )
  const payerAlias = computed(() => attempt.value?.payerAlias ?? null)
  /** The phone that is asked, `070-123 45 67`; null with a QR. */
  const payer = computed(() => (payerAlias.value === null ? null : showPhoneNumber(payerAlias.value)))

  function readWhileOpen(): void {
    if (open.value) till.refreshQuietly()
  }
  useIntervalFn(readWhileOpen, readMs)
  useIntervalFn(() => {
    if (connection.state !== 'live') readWhileOpen()
  }, readWithoutNewsMs)

  return { attempt, open, secondsLeft, stage, deeds, inTime, typable, payerAlias, payer }
}
