import type { ApproverList, Permission } from '#shared/contract/session-api'
import { request } from './client'

/** Who may allow, with their PIN, what the signed-in person may not do alone. */
export const listApprovers = async (permission: Permission): Promise<ApproverList['approvers']> =>
  (await request<ApproverList>('GET', `/approvers?permission=${permission}`)).approvers
