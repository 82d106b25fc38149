import type { PrintJob } from '#shared/contract/printing-api'
import type { Slip } from '#shared/domain/printing/slip'
import { err, ok, type Result } from '#shared/domain/result'
import { reportSlip } from '#shared/domain/shifts/z-slip'
import { slipFormat } from '#shared/text/slip-format'
import type { SlipPdf } from '../../devices/printing/slip-pdf'
import { findPrintJob } from '../../storage/repositories/print-job-repository'
import { enqueue } from '../printing/enqueue'
import type { PrintQueue } from '../printing/print-queue'
import type { ServiceDeps } from '../service-deps'
import type { Caller } from '../staff-service'
import type { ShiftReportService } from './shift-report-service'

type PrintRefusal = { code: 'no_printer' }

export interface ReportPrints {
  /** Prints an X report on a shift's own register. */
  printX: (
    shiftId: number,
    staffUserId: number,
  ) => Promise<Result<PrintJob, PrintRefusal | { code: 'shift_not_found' } | { code: 'shift_closed' }>>
  /** Prints a Z report on any register's printer, as often as wanted: it says when it was made, and never changes. */
  printZ: (
    zReportId: number,
    registerId: number,
    caller: Caller,
  ) => Promise<Result<PrintJob, PrintRefusal | { code: 'z_report_not_found' }>>
  /** A Z report as a PDF on A4. */
  zPdf: (zReportId: number, caller: Caller) => Promise<Buffer | undefined>
}

/** X and Z reports on paper. */
export function createReportPrints(
  deps: ServiceDeps & { reports: ShiftReportService; queue: PrintQueue; slipPdf: SlipPdf },
): ReportPrints {
  const { inTransaction, now, news, reports, queue } = deps

  async function print(
    slip: Slip,
    on: { registerId: number; shiftId: number },
    staffUserId: number,
  ): Promise<Result<PrintJob, PrintRefusal>> {
    const result = await inTransaction(async (trx): Promise<Result<PrintJob, PrintRefusal>> => {
      const document = { kind: 'slip' as const, slip }
      const jobId = enqueue(trx, { ...on, document, title: slip.title, now: now(), staffUserId })
      const job = jobId === undefined ? undefined : await findPrintJob(trx.db, jobId)
      return job === undefined ? err({ code: 'no_printer' }) : ok(job)
    })
    if (result.ok) {
      news.publish('print_job', { jobId: result.value.id })
      queue.wake()
    }
    return result
  }

  async function zSlip(zReportId: number, caller: Caller) {
    const z = await reports.findZ(zReportId, caller)
    if (z === undefined) return undefined
    const { content } = z
    return { slip: reportSlip(content, content, slipFormat(content.language, content.zone)), shiftId: z.shiftId }
  }

  return {
    async printX(shiftId, staffUserId) {
      const x = await reports.x(shiftId, staffUserId)
      if (!x.ok) return x
      const { language, zone, registerId } = x.value
      return print(reportSlip(x.value, null, slipFormat(language, zone)), { registerId, shiftId }, staffUserId)
    },
    async printZ(zReportId, registerId, caller) {
      const z = await zSlip(zReportId, caller)
      if (z === undefined) return err({ code: 'z_report_not_found' })
      return print(z.slip, { registerId, shiftId: z.shiftId }, caller.staffUserId)
    },
    async zPdf(zReportId, caller) {
      const z = await zSlip(zReportId, caller)
      return z && deps.slipPdf.render([z.slip], 'A4')
    },
  }
}
