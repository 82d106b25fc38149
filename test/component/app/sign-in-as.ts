import { useSessionStore } from '#renderer/app/stores/session-store'
import { permissionsOf, type Role } from '#shared/domain/access/permissions'

/** Lets the mounted screen be used by somebody of this role. */
export function signInAs(role: Role): void {
  useSessionStore().current = {
    staffUser: { id: 1, name: 'Maja Lind', role },
    permissions: [...permissionsOf[role]],
    expiresAt: '2999-01-01T00:00:00.000Z',
  }
}
