import { createRouter, createWebHashHistory } from 'vue-router'
import { officeRoutes } from '#renderer/features/office/routes'
import { shiftRoutes } from '#renderer/features/shift/routes'
import type { Permission } from '#shared/contract/session-api'
import { useSessionStore } from './stores/session-store'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may not do this is taken to the first screen that they may use. */
    permission?: Permission
    /** Stands alone, without rail and top line: it may be open in a window as narrow as a phone. */
    alone?: boolean
  }
}

/**
 * The hash keeps every screen's address on the page `/`: the server's other paths belong to the documented ticket API and
 * can never collide with a screen's name.
 */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    // Only until somebody has signed in; see below.
    { path: '/', component: { render: () => null } },
    {
      path: '/till',
      name: 'till',
      component: () => import('#renderer/features/till/TillScreen.vue'),
      meta: { permission: 'sell' },
    },
    {
      path: '/door',
      name: 'door',
      component: () => import('#renderer/features/door/DoorScreen.vue'),
      meta: { permission: 'check_in' },
    },
    {
      path: '/conflicts',
      name: 'conflicts',
      component: () => import('#renderer/features/conflicts/ConflictsScreen.vue'),
      meta: { permission: 'undo_check_in' },
    },
    {
      path: '/orders/:id(\\d+)?',
      name: 'orders',
      component: () => import('#renderer/features/orders/OrdersScreen.vue'),
      props: true,
      meta: { permission: 'view_orders' },
    },
    {
      path: '/payments',
      name: 'payments',
      component: () => import('#renderer/features/payments/PaymentsScreen.vue'),
      meta: { permission: 'sell' },
    },
    {
      path: '/prints',
      name: 'prints',
      component: () => import('#renderer/features/print-queue/PrintQueueScreen.vue'),
      meta: { permission: 'sell' },
    },
    {
      path: '/simulator',
      name: 'simulator',
      component: () => import('#renderer/features/simulator/SimulatorScreen.vue'),
      meta: { permission: 'sell', alone: true },
    },
    {
      path: '/shift',
      component: () => import('#renderer/features/shift/ShiftScreen.vue'),
      children: shiftRoutes,
    },
    {
      path: '/office',
      component: () => import('#renderer/features/office/OfficeScreen.vue'),
      children: officeRoutes,
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

/** The screen that a person's day begins on. */
export function firstScreen(): string {
  const { may } = useSessionStore()
  if (may('sell')) return '/till'
  return may('check_in') ? '/door' : '/orders'
}

router.beforeEach((to) => {
  const session = useSessionStore()
  const { permission } = to.meta
  // Nobody signed in yet: the sign-in screen stands in front of the route, which is judged again afterwards.
  if (session.current === null) return true
  if (to.path === '/') return firstScreen()
  return permission === undefined || session.may(permission) ? true : firstScreen()
})
