import type { Approval } from '#shared/contract/order-api'
import type { StaffSession, StaffUserChoice } from '#shared/contract/session-api'
import { permissionsOfPerson, type Permission } from '#shared/domain/access/permissions'
import { err, ok, type Result } from '#shared/domain/result'
import { endSession, findLivingSession, insertSession } from '../storage/repositories/session-repository'
import { findStaffUser, listStaffUsers, type StaffUserRecord } from '../storage/repositories/staff-repository'
import { createPinCheck, type PinRefusal } from './pin-check'
import type { ServiceDeps } from './service-deps'

/** A working day and some; then everybody signs in anew. */
export const STAFF_SESSION_SECONDS = 16 * 3600

/** Who asks, and what they may do alone. */
export interface Caller {
  staffUserId: number
  permissions: readonly Permission[]
}

export type ApprovalRefusal = { code: 'approval_needed'; permission: Permission } | PinRefusal

export interface ApprovalRequest {
  caller: Caller
  /** The right that the act needs. */
  permission: Permission
  approval: Approval | undefined
  address: string
}

export interface StaffService {
  choices: () => Promise<StaffUserChoice[]>
  /** Signs a person in under a session id made by the caller. */
  signIn: (request: {
    sessionId: string
    earlierSessionId: string | undefined
    staffUserId: number
    pin: string
    address: string
    /** The paired device on which it happens; null on this machine. */
    deviceId: number | null
  }) => Promise<Result<StaffSession, PinRefusal>>
  /** The session if it lives and its person may still work here. */
  sessionOf: (sessionId: string) => Promise<StaffSession | undefined>
  signOut: (sessionId: string) => Promise<void>
  /**
   * Asks whether an act may be done: by the caller's own right, which needs nobody, or by that of another person, whose PIN
   * says that they stand beside. Checked outside the act's transaction, as a PIN takes its time.
   */
  approve: (
    request: Omit<ApprovalRequest, 'caller'> & { caller: Pick<Caller, 'permissions'> },
  ) => Promise<Result<{ approvedBy: number | null }, ApprovalRefusal>>
  /** Who may allow what somebody else may not do alone. */
  approvers: (permission: Permission) => Promise<Pick<StaffUserChoice, 'id' | 'name'>[]>
}

export async function createStaffService(deps: ServiceDeps): Promise<StaffService> {
  const { inTransaction, read, now } = deps
  const checkPin = await createPinCheck(deps)

  const view = (user: StaffUserRecord, expiresAt: string): StaffSession => ({
    staffUser: { id: user.id, name: user.name, role: user.role },
    permissions: [...permissionsOfPerson(user)],
    expiresAt,
  })

  return {
    choices: () =>
      read(async (db) =>
        (await listStaffUsers(db)).map(({ id, name, role, demoPin }) => ({
          id,
          name,
          role,
          ...(demoPin !== null && { demoPin }),
        })),
      ),
    async signIn(request) {
      const checked = await checkPin(request.staffUserId, request.pin, request.address)
      if (!checked.ok) return checked
      const user = checked.value
      const expiresAt = new Date(Date.parse(now()) + STAFF_SESSION_SECONDS * 1000).toISOString()
      await inTransaction(async (trx) => {
        if (request.earlierSessionId !== undefined) await endSession(trx, request.earlierSessionId, now())
        insertSession(
          trx,
          request.sessionId,
          { kind: 'staff', staffUserId: user.id, deviceId: request.deviceId },
          now(),
          expiresAt,
        )
      })
      return ok(view(user, expiresAt))
    },
    sessionOf: (sessionId) =>
      read(async (db) => {
        const session = await findLivingSession(db, sessionId, 'staff', now())
        if (session === undefined || session.staff_user_id === null) return undefined
        const user = await findStaffUser(db, session.staff_user_id)
        return user && view(user, session.expires_at)
      }),
    signOut: (sessionId) => inTransaction((trx) => endSession(trx, sessionId, now())),
    async approve({ caller, permission, approval, address }) {
      if (caller.permissions.includes(permission)) return ok({ approvedBy: null })
      if (approval === undefined) return err({ code: 'approval_needed', permission })
      const checked = await checkPin(approval.staffUserId, approval.pin, address)
      if (!checked.ok) return checked
      return permissionsOfPerson(checked.value).includes(permission)
        ? ok({ approvedBy: checked.value.id })
        : err({ code: 'approval_needed', permission })
    },
    approvers: (permission) =>
      read(async (db) =>
        (await listStaffUsers(db))
          .filter((user) => permissionsOfPerson(user).includes(permission))
          .map(({ id, name }) => ({ id, name })),
      ),
  }
}
