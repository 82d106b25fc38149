import type { Migration } from 'kysely/migration'
import * as boxOffice from './0010-box-office'
import * as swish from './0020-swish'
import * as till from './0030-till'
import * as day from './0040-day'
import * as printing from './0050-printing'
import * as vat from './0060-vat'
import * as display from './0061-display'
import * as door from './0070-door'
import * as ticketKey from './0071-ticket-key'
import * as doorSearch from './0072-door-search'
import * as undo from './0073-undo'

/** Every migration in its order. One that has been released is never changed. */
export const migrations: Record<string, Migration> = {
  '0010-box-office': boxOffice,
  '0020-swish': swish,
  '0030-till': till,
  '0040-day': day,
  '0050-printing': printing,
  '0060-vat': vat,
  '0061-display': display,
  '0070-door': door,
  '0071-ticket-key': ticketKey,
  '0072-door-search': doorSearch,
  '0073-undo': undo,
}
