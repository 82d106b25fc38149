import type { ScanConflict, ScanConflictList } from '#shared/contract/scan-upload-api'
import { request } from './client'

/** The open ones first, then those of the last seven days. */
export const listScanConflicts = () => request<ScanConflictList>('GET', '/scan-conflicts')

/** @throws ApiError `conflict_not_found`, `already_resolved` */
export const resolveScanConflict = (id: number, note: string) =>
  request<ScanConflict>('POST', `/scan-conflicts/${String(id)}/resolutions`, { body: { note } })
