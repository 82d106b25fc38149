import type { JournalPage, JournalVerification } from '#shared/contract/journal-api'
import type { PrintJob } from '#shared/contract/printing-api'
import type { Blocker, Closing, SeenBlocker, ZReport, ZReportSummary } from '#shared/contract/shift-report-api'
import { request } from './client'

/** What is not finished of a shift. */
export async function listBlockers(shiftId: number): Promise<Blocker[]> {
  const { blockers } = await request<{ blockers: Blocker[] }>('GET', `/shifts/${String(shiftId)}/blockers`)
  return blockers
}

/** @param toShiftId null: any till may take them up. @throws ApiError `shift_closed`, `receiver_closed` */
export async function handOver(shiftId: number, orderIds: number[], toShiftId: number | null): Promise<Blocker[]> {
  const body = { orderIds, toShiftId }
  const path = `/shifts/${String(shiftId)}/hand-overs`
  return (await request<{ blockers: Blocker[] }>('POST', path, { body })).blockers
}

export async function markSeen(shiftId: number, blocker: SeenBlocker): Promise<Blocker[]> {
  const path = `/shifts/${String(shiftId)}/seen-blockers`
  return (await request<{ blockers: Blocker[] }>('POST', path, { body: blocker })).blockers
}

/**
 * @throws ApiError `shift_closed` (details.zReportId), `still_open` (details.count), `receiver_closed`, `note_needed`,
 * `approval_needed`, `wrong_pin`, `locked_out`
 */
export const closeShift = (shiftId: number, closing: Closing, idempotencyKey: string) =>
  request<ZReport>('POST', `/shifts/${String(shiftId)}/closings`, { body: closing, idempotencyKey })

/** Newest first, fifty at a time. @param before only those with a smaller id */
export async function listZReports(before?: number): Promise<ZReportSummary[]> {
  const path = before === undefined ? '/z-reports' : `/z-reports?before=${String(before)}`
  return (await request<{ zReports: ZReportSummary[] }>('GET', path)).zReports
}

/** @throws ApiError `z_report_not_found` */
export const getZReport = (id: number) => request<ZReport>('GET', `/z-reports/${String(id)}`)
export const zReportPdfUrl = (id: number) => `/api/v1/z-reports/${String(id)}/report.pdf`

/** @throws ApiError `z_report_not_found`, `no_printer` */
export const printZReport = (id: number, registerId: number) =>
  request<PrintJob>('POST', `/z-reports/${String(id)}/prints`, { body: { registerId } })

/** Newest first, a hundred at a time. */
export function listJournal(filter: { before?: number; order?: number; kind?: string }): Promise<JournalPage> {
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return request<JournalPage>('GET', `/journal?${query.toString()}`)
}

/** @param head as a Z report prints it, or null */
export const verifyJournal = (head: string | null) =>
  request<JournalVerification>('POST', '/journal/verifications', { body: { head } })
