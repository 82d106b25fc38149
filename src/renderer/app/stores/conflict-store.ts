import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { listScanConflicts } from '#renderer/api/scan-conflict-api'
import type { ScanConflict } from '#shared/contract/scan-upload-api'
import { useConnectionStore } from './connection-store'
import { useSessionStore } from './session-store'

/** Who was let in by doors without contact though the server would have refused: for a supervisor to look at. */
export const useConflictStore = defineStore('conflict', () => {
  const connection = useConnectionStore()
  const session = useSessionStore()
  /** Undefined until the server has told. */
  const conflicts = shallowRef<ScanConflict[]>()
  const failure = shallowRef<unknown>(null)
  let asked = 0

  async function load(): Promise<void> {
    const turn = ++asked
    try {
      const list = await listScanConflicts()
      if (turn !== asked) return // A slower answer to an older question.
      conflicts.value = list.conflicts
      failure.value = null
    } catch (error) {
      if (turn === asked) failure.value = error
    }
  }

  /** A failure shows itself in the connection's state too; the next `hello` reads again. */
  function loadQuietly(): void {
    if (session.may('undo_check_in')) void load()
    // Somebody else may have signed in.
    else conflicts.value = undefined
  }
  connection.on('scan_conflict', loadQuietly)
  connection.on('hello', loadQuietly)

  const open = computed(() => conflicts.value?.filter(({ resolvedAt }) => resolvedAt === null) ?? [])
  const resolved = computed(() => conflicts.value?.filter(({ resolvedAt }) => resolvedAt !== null) ?? [])

  return { conflicts, failure, open, resolved, load, loadQuietly }
})
