export type Role = 'manager' | 'cashier' | 'door'

const permissions = [
  'sell',
  'check_in',
  'view_orders',
  'edit_events',
  'edit_settings',
  'refund',
  'settle_payments',
] as const
type Permission = (typeof permissions)[number]

/** What each role may do. The only source: whatever does not stand here is denied. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  manager: permissions,
  cashier: ['sell', 'check_in', 'view_orders'],
  door: ['check_in'],
}
