import { defineStore } from 'pinia'
import { ref } from 'vue'
import { ApiError, onSignedOut } from '#renderer/api/client'
import { createSession, deleteSession, getCurrentSession } from '#renderer/api/session-api'
import type { Permission, StaffSession } from '#shared/contract/session-api'

/** Who is signed in. Any answer `not_signed_in` ends it here, and the sign-in screen comes up in front of the route. */
export const useSessionStore = defineStore('session', () => {
  const current = ref<StaffSession | null>(null)

  onSignedOut(() => {
    current.value = null
  })

  /** Takes up the session that the cookie stands for, if there is one. */
  async function load(): Promise<void> {
    try {
      current.value = await getCurrentSession()
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      current.value = null
    }
  }

  /** @throws ApiError `wrong_pin`, `locked_out`; NetworkError */
  async function signIn(staffUserId: number, pin: string): Promise<void> {
    current.value = await createSession({ staffUserId, pin })
  }

  async function signOut(): Promise<void> {
    await deleteSession()
    current.value = null
  }

  const may = (permission: Permission): boolean => current.value?.permissions.includes(permission) ?? false

  return { current, load, signIn, signOut, may }
})
