import type { TillSettings, VenueSettings } from '#shared/contract/settings-api'
import { findSettingNow } from '../storage/repositories/setting-repository'
import type { Transaction } from '../storage/transaction'
import { settingDefaults } from './settings-service'

/** Settings as the transaction sees them: for what is frozen in it, such as a receipt. */
export const venueNow = (trx: Transaction) => (findSettingNow(trx, 'venue') ?? settingDefaults.venue) as VenueSettings
export const tillNow = (trx: Transaction) => (findSettingNow(trx, 'till') ?? settingDefaults.till) as TillSettings
