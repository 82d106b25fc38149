import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { listRegisters } from '#renderer/api/shift-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import { useConnectionStore } from './connection-store'
import { useSessionStore } from './session-store'

/**
 * Which register this machine is, and the shift that is open on it. The choice stays on the machine; with only one register
 * there is nothing to choose.
 */
export const useShiftStore = defineStore('shift', () => {
  const connection = useConnectionStore()
  const session = useSessionStore()
  const registers = ref<Register[]>([])
  const loaded = ref(false)
  const chosenId = useLocalStorage<number | null>('lucka.register', null, {
    serializer: { read: (text) => Number(text) || null, write: (id) => String(id ?? '') },
  })

  const register = computed<Register | null>(() => {
    const chosen = registers.value.find(({ id }) => id === chosenId.value)
    return chosen ?? (registers.value.length === 1 ? (registers.value[0] ?? null) : null)
  })
  const shift = computed<Shift | null>(() => register.value?.openShift ?? null)
  const shiftId = computed<number | null>(() => shift.value?.id ?? null)

  /** @throws ApiError, NetworkError */
  async function load(): Promise<void> {
    registers.value = await listRegisters()
    loaded.value = true
  }

  /** Makes this machine that register; an open shift on it is joined. */
  function chooseRegister(id: number): void {
    chosenId.value = id
  }

  /** A failure shows itself in the connection's state; the next `hello` reads again. */
  function loadQuietly(): void {
    if (session.may('sell')) void load().catch(() => undefined)
  }
  connection.on('shift', loadQuietly)
  connection.on('hello', loadQuietly)

  return { registers, loaded, register, shift, shiftId, chooseRegister, load, loadQuietly }
})
