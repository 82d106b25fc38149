import type {
  LanSettingsEdit,
  MailSettingsEdit,
  MailTestResult,
  Settings,
  TicketSettings,
  TillSettings,
  VenueSettings,
} from '#shared/contract/settings-api'
import { request } from './client'

export const getSettings = () => request<Settings>('GET', '/settings')

/** @throws ApiError `unknown_zone` */
export const saveVenueSettings = (venue: VenueSettings) => request<Settings>('PUT', '/settings/venue', { body: venue })

export const saveTillSettings = (till: TillSettings) => request<Settings>('PUT', '/settings/till', { body: till })

export const saveTicketSettings = (tickets: TicketSettings) =>
  request<Settings>('PUT', '/settings/tickets', { body: tickets })

/** @throws ApiError `invalid_email` */
export const saveMailSettings = (mail: MailSettingsEdit) => request<Settings>('PUT', '/settings/mail', { body: mail })

export const saveLanSettings = (lan: LanSettingsEdit) => request<Settings>('PUT', '/settings/lan', { body: lan })

/** Sends by the saved settings. @throws ApiError `mail_failed` */
export const sendTestMail = (toAddress: string) =>
  request<MailTestResult>('POST', '/settings/mail/tests', { body: { toAddress } })
