import type { SignInRequest, StaffSession, StaffUserChoice } from '#shared/contract/session-api'
import { request } from './client'

export async function listStaffUsers(): Promise<StaffUserChoice[]> {
  const { staffUsers } = await request<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
  return staffUsers
}

export const getCurrentSession = () => request<StaffSession>('GET', '/sessions/current')

/** @throws ApiError `wrong_pin` (details.triesLeft), `locked_out` (details.retryAt) */
export const createSession = (signIn: SignInRequest) => request<StaffSession>('POST', '/sessions', { body: signIn })

export const deleteSession = () => request<undefined>('DELETE', '/sessions/current')
