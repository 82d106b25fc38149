import type {
  Settings,
  SwishCertificateUpload,
  SwishSettingsEdit,
  SwishTestResult,
} from '#shared/contract/settings-api'
import { request } from './client'

/** @throws ApiError `payments_open` (details.count), `invalid_authority` */
export const saveSwishSettings = (swish: SwishSettingsEdit) =>
  request<Settings>('PUT', '/settings/swish', { body: swish })

/** @throws ApiError `not_a_certificate`, `wrong_password`, `number_differs` (details.number) … */
export const importSwishCertificate = (certificate: SwishCertificateUpload) =>
  request<Settings>('PUT', '/settings/swish/certificate', { body: certificate })

/** @throws ApiError `payments_open` (details.count) */
export const removeSwishCertificate = () => request<Settings>('DELETE', '/settings/swish/certificate')

/** Asks Swish by the saved settings. */
export const testSwish = () => request<SwishTestResult>('POST', '/settings/swish/tests', { waitsForSwish: true })
