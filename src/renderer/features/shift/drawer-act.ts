/** Cash put in or taken out, or only the drawer opened. */
export type DrawerAct = 'paid_in' | 'paid_out' | 'open_drawer'
