import { shallowRef, watch, type Ref } from 'vue'
import { listDoors } from '#renderer/api/check-in-api'
import { useStream } from '#renderer/composables/use-stream'
import type { Door } from '#shared/contract/door-api'

/**
 * The doors in use, as they are made and archived elsewhere. When the chosen one is gone this screen goes on at the first,
 * and `movedTo` says so until somebody chooses.
 */
export function useDoors(chosen: Ref<number>) {
  const doors = shallowRef<Door[]>([])
  const movedTo = shallowRef<Door>()

  async function read(): Promise<void> {
    // A failed read shows in the connection's state, and the next `hello` reads again.
    const known = await listDoors().catch(() => undefined)
    if (known === undefined) return
    doors.value = known
    const [first] = known
    if (first === undefined || known.some(({ id }) => id === chosen.value)) return
    chosen.value = first.id
    movedTo.value = first
  }

  watch(chosen, (id) => {
    if (id !== movedTo.value?.id) movedTo.value = undefined
  })
  useStream('doors', () => void read())
  useStream('hello', () => void read())
  void read()

  return { doors, movedTo }
}
