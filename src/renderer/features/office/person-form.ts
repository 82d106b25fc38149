import type { Permission, Role } from '#shared/contract/session-api'
import type { NewPerson, Person } from '#shared/contract/staff-api'
import { weaknessOfPin } from '#shared/domain/access/new-pin'
import { permissions as allPermissions, permissionsOf } from '#shared/domain/access/permissions'

export interface PersonForm {
  name: string
  role: Role
  /** As they stand in the switches; the role's own until one is changed. */
  permissions: Permission[]
  /** Of a new person; empty for one that is there already. */
  pin: string
}

export type PersonProblems = Partial<Record<'name' | 'pin', true>>

export const longestName = 60
export { allPermissions }

export const newPersonForm = (): PersonForm => ({
  name: '',
  role: 'cashier',
  permissions: [...permissionsOf.cashier],
  pin: '',
})

export const formOfPerson = ({ name, role, permissions }: Person): PersonForm => ({
  name,
  role,
  permissions: inOrder(permissions ?? permissionsOf[role]),
  pin: '',
})

/** The same rights always as the same list, so that a form knows whether anything has changed. */
const inOrder = (chosen: readonly Permission[]): Permission[] => allPermissions.filter((it) => chosen.includes(it))

export const isAsRole = ({ role, permissions }: Pick<PersonForm, 'role' | 'permissions'>): boolean =>
  inOrder(permissions).join() === inOrder(permissionsOf[role]).join()

/** Switches one right; the list stays in its order. */
export const withPermission = (form: PersonForm, permission: Permission, on: boolean): Permission[] =>
  inOrder(on ? [...form.permissions, permission] : form.permissions.filter((it) => it !== permission))

/** Another role brings its own rights. */
export const withRole = (form: PersonForm, role: Role): PersonForm => ({
  ...form,
  role,
  permissions: inOrder(permissionsOf[role]),
})

/** Checks the fields and puts them together. `person` is there when no field has a problem. */
export function readPersonForm(
  form: PersonForm,
  isNew: boolean,
): { problems: PersonProblems; person?: Omit<NewPerson, 'pin'> } {
  const name = form.name.trim()
  const problems: PersonProblems = {}
  if (name === '' || name.length > longestName) problems.name = true
  if (isNew && weaknessOfPin(form.pin) !== undefined) problems.pin = true
  if (Object.keys(problems).length > 0) return { problems }
  const { role, permissions } = form
  return { problems, person: { name, role, permissions: isAsRole(form) ? null : permissions } }
}
