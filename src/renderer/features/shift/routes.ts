import type { RouteRecordRaw } from 'vue-router'

/** The pages under /shift. */
export const shiftRoutes: RouteRecordRaw[] = [
  { path: '', name: 'shift', component: () => import('./NowPage.vue'), meta: { permission: 'sell' } },
  { path: 'close', name: 'close-shift', component: () => import('./ClosePage.vue'), meta: { permission: 'sell' } },
  {
    path: 'reports/:id(\\d+)?',
    name: 'z-reports',
    component: () => import('./ReportsPage.vue'),
    props: true,
    meta: { permission: 'sell' },
  },
  {
    path: 'journal',
    name: 'journal',
    component: () => import('./JournalPage.vue'),
    meta: { permission: 'view_journal' },
  },
]
