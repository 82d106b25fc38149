import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '#renderer/api/client'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useSessionStore } from '#renderer/app/stores/session-store'
import { useFormat } from '#renderer/composables/use-format'
import { useProblemText } from '#renderer/composables/use-problem-text'

const minDigits = 4
const maxDigits = 12

/** One person's try to sign in: the digits typed, what was wrong with the last try, and the pause after too many. */
export function usePinEntry(staffUserId: MaybeRefOrGetter<number>) {
  const session = useSessionStore()
  const clock = useClockStore()
  const format = useFormat()
  const problemText = useProblemText('signIn')
  const { t } = useI18n()

  const pin = ref('')
  const pending = ref(false)
  const failure = ref<unknown>(null)
  const lockedUntil = ref<string | null>(null)

  const secondsLocked = computed(() => (lockedUntil.value === null ? 0 : clock.secondsUntil(lockedUntil.value)))
  const locked = computed(() => secondsLocked.value > 0)
  const mayTry = computed(() => pin.value.length >= minDigits && !locked.value && !pending.value)

  const problem = computed(() => {
    if (locked.value) return t('signIn.lockedOut', { time: format.countdown(secondsLocked.value) })
    const error = failure.value
    if (error === null || (error instanceof ApiError && error.code === 'locked_out')) return null
    const triesLeft = error instanceof ApiError ? error.details['triesLeft'] : undefined
    return typeof triesLeft === 'number' ? t('signIn.triesLeft', triesLeft) : problemText(error)
  })

  function type(digit: string): void {
    if (locked.value || pending.value || pin.value.length >= maxDigits) return
    failure.value = null
    pin.value += digit
  }

  function erase(): void {
    if (!pending.value) pin.value = pin.value.slice(0, -1)
  }

  async function signIn(): Promise<void> {
    if (!mayTry.value) return
    pending.value = true
    try {
      await session.signIn(toValue(staffUserId), pin.value)
    } catch (error) {
      failure.value = error
      const retryAt = error instanceof ApiError ? error.details['retryAt'] : undefined
      if (typeof retryAt === 'string') lockedUntil.value = retryAt
    } finally {
      pin.value = ''
      pending.value = false
    }
  }

  return { pin, problem, locked, pending, mayTry, type, erase, signIn }
}
