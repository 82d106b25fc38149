import type { RouteRecordRaw } from 'vue-router'

/** The pages under /office. Addresses that end in an id take `new` in its place; `?from=<id>` then fills in a copy. */
export const officeRoutes: RouteRecordRaw[] = [
  { path: '', redirect: '/office/events' },
  {
    path: 'events',
    name: 'events',
    component: () => import('./EventsPage.vue'),
    meta: { permission: 'edit_events' },
  },
  {
    path: 'events/:id(\\d+|new)',
    name: 'event',
    component: () => import('./EventEditorPage.vue'),
    props: true,
    meta: { permission: 'edit_events' },
  },
  {
    path: 'events/ticket-types',
    name: 'ticket-types',
    component: () => import('./TicketTypesPage.vue'),
    meta: { permission: 'edit_events' },
  },
  {
    path: 'events/ticket-types/:id(\\d+|new)',
    name: 'ticket-type',
    component: () => import('./TicketTypeEditorPage.vue'),
    props: true,
    meta: { permission: 'edit_events' },
  },
  {
    path: 'events/vouchers',
    name: 'vouchers',
    component: () => import('./VouchersPage.vue'),
    meta: { permission: 'edit_events' },
  },
  {
    path: 'events/vouchers/:id(\\d+|new)',
    name: 'voucher',
    component: () => import('./VoucherEditorPage.vue'),
    props: true,
    meta: { permission: 'edit_events' },
  },
  {
    path: 'settings/venue',
    name: 'settings-venue',
    component: () => import('./VenueSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/till',
    name: 'settings-till',
    component: () => import('./TillSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/vat',
    name: 'settings-vat',
    component: () => import('./VatSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/mail',
    name: 'settings-mail',
    component: () => import('./MailSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/lan',
    name: 'settings-lan',
    component: () => import('./LanSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/swish',
    name: 'settings-swish',
    component: () => import('./SwishSettingsPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/registers',
    name: 'settings-registers',
    component: () => import('./RegistersPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/printers',
    name: 'settings-printers',
    component: () => import('./PrintersPage.vue'),
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/printers/:id(\\d+|new)',
    name: 'printer',
    component: () => import('./PrinterEditorPage.vue'),
    props: true,
    meta: { permission: 'edit_settings' },
  },
  {
    path: 'settings/staff',
    name: 'settings-staff',
    component: () => import('./StaffPage.vue'),
    meta: { permission: 'edit_staff' },
  },
  {
    path: 'settings/staff/:id(\\d+|new)',
    name: 'person',
    component: () => import('./PersonEditorPage.vue'),
    props: true,
    meta: { permission: 'edit_staff' },
  },
  {
    path: 'outbox',
    name: 'outbox',
    component: () => import('./OutboxPage.vue'),
    meta: { permission: 'view_orders' },
  },
]
