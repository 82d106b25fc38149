export type Role = 'manager' | 'cashier' | 'door'

export const permissions = [
  'sell',
  'check_in',
  'view_orders',
  'edit_events',
  'edit_settings',
  'refund',
  'large_refund',
  'discount',
  'complimentary',
  'settle_payments',
  'manage_shifts',
  'view_journal',
  'edit_staff',
  'undo_check_in',
  'block_ticket',
] as const
export type Permission = (typeof permissions)[number]

/**
 * What each role may do, unless a person was given rights of their own. Whatever does not stand here is denied. `refund` is
 * up to the limit of the settings, `large_refund` beyond it; `manage_shifts` closes other people's shifts and reads their
 * Z reports; `undo_check_in` takes back what a door has counted and settles what doors without contact have let in.
 */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  manager: permissions,
  cashier: ['sell', 'check_in', 'view_orders', 'refund', 'block_ticket'],
  door: ['check_in'],
}

/** What a person may do: the rights of their own where they were given some, else their role's. */
export const permissionsOfPerson = (person: {
  role: Role
  permissions: readonly Permission[] | null
}): readonly Permission[] => person.permissions ?? permissionsOf[person.role]
