import { reactive, watch, type Ref } from 'vue'
import { getAdmissions } from '#renderer/api/check-in-api'
import { useStream } from '#renderer/composables/use-stream'
import type { Admissions } from '#shared/contract/check-in-api'

/** How many have come in of how many sold, by event, following every door and every sale. */
export function useAdmissions(eventIds: Readonly<Ref<readonly number[]>>): ReadonlyMap<number, Admissions> {
  const admissions = reactive(new Map<number, Admissions>())

  async function read(ids: readonly number[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        // A failed read shows in the connection's state, and the next `hello` reads again.
        const answer = await getAdmissions(id).catch(() => undefined)
        if (answer !== undefined) admissions.set(id, answer)
      }),
    )
  }

  watch(
    () => eventIds.value.join(),
    () => void read(eventIds.value),
    { immediate: true },
  )
  useStream('hello', () => void read(eventIds.value))
  useStream('check_in', ({ eventId, ...counts }) => {
    const known = admissions.get(eventId)
    if (known !== undefined) Object.assign(known, counts)
  })
  useStream('seats', ({ eventId, ticketsSold }) => {
    const known = admissions.get(eventId)
    if (known !== undefined) known.sold = ticketsSold
  })

  return admissions
}
