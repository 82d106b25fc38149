import {
  mdiCalendarMonthOutline,
  mdiCashMultiple,
  mdiCashRegister,
  mdiCogOutline,
  mdiDoorOpen,
  mdiReceiptTextOutline,
  mdiSwapVertical,
} from '@mdi/js'
import { computed } from 'vue'
import type { Permission } from '#shared/contract/session-api'
import { useSessionStore } from './stores/session-store'

export interface Screen {
  /** Key under `app.rail`. */
  name: 'till' | 'door' | 'orders' | 'payments' | 'events' | 'shift' | 'settings'
  path: string
  /** The rail marks the screen while the route begins with this. */
  under: readonly string[]
  icon: string
  permission: Permission
}

const allScreens: readonly Screen[] = [
  { name: 'till', path: '/till', under: ['/till'], icon: mdiCashRegister, permission: 'sell' },
  { name: 'door', path: '/door', under: ['/door', '/conflicts'], icon: mdiDoorOpen, permission: 'check_in' },
  { name: 'orders', path: '/orders', under: ['/orders'], icon: mdiReceiptTextOutline, permission: 'view_orders' },
  { name: 'payments', path: '/payments', under: ['/payments'], icon: mdiSwapVertical, permission: 'sell' },
  {
    name: 'events',
    path: '/office/events',
    under: ['/office/events'],
    icon: mdiCalendarMonthOutline,
    permission: 'edit_events',
  },
  { name: 'shift', path: '/shift', under: ['/shift'], icon: mdiCashMultiple, permission: 'sell' },
  {
    name: 'settings',
    path: '/office/settings/venue',
    under: ['/office/settings', '/office/outbox'],
    icon: mdiCogOutline,
    permission: 'edit_settings',
  },
]

/** The screens that the signed-in person may use, in the rail's order; the keys Alt+1 … follow it. */
export function useScreens() {
  const session = useSessionStore()
  return computed(() => allScreens.filter(({ permission }) => session.may(permission)))
}
