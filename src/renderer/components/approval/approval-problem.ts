import { ApiError } from '#renderer/api/client'
import { permissions, type Permission } from '#shared/domain/access/permissions'

const isPermission = (value: unknown): value is Permission => permissions.some((name) => name === value)

/** The right that an act needs, when the server has refused it for want of an approval; undefined for any other error. */
export function approvalNeeded(error: unknown): Permission | undefined {
  if (!(error instanceof ApiError) || error.code !== 'approval_needed') return undefined
  const { permission } = error.details
  return isPermission(permission) ? permission : undefined
}

/** What ApprovalField tells of by itself, so that the screen around it need not. */
export const isApprovalProblem = (error: unknown): boolean =>
  error instanceof ApiError && ['approval_needed', 'wrong_pin', 'locked_out'].includes(error.code)
