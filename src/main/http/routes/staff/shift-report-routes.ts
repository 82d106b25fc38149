import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import { PrintJob, PrintRequest } from '#shared/contract/printing-api'
import { XReport, ZReport, ZReportList, ZReportSearch } from '#shared/contract/shift-report-api'
import type { ReportPrints } from '../../../services/shifts/report-prints'
import type { ShiftReportService } from '../../../services/shifts/shift-report-service'
import { callerOf, staffOf } from '../../plugins/access'
import { sendProblem } from '../../plugins/problem'

const refusals = {
  shift_not_found: [404, 'There is no such shift.'],
  shift_closed: [409, 'The shift is closed.'],
  z_report_not_found: [404, 'There is no such Z report.'],
  no_printer: [409, 'This register has no printer for that.'],
} as const

/** X and Z reports: read, as PDF, and on paper. */
export function registerShiftReportRoutes(
  app: FastifyInstance,
  deps: { shiftReports: ShiftReportService; reportPrints: ReportPrints },
): void {
  const { shiftReports, reportPrints } = deps
  const config = { access: 'sell' } as const
  const tags = ['staff']
  const params = IdInPath

  app.get<{ Params: { id: string } }>(
    '/shifts/:id/x-report',
    { config, schema: { operationId: 'getXReport', tags, params, response: { 200: XReport } } },
    async (request, reply) => {
      const result = await shiftReports.x(Number(request.params.id), staffOf(request).id)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/shifts/:id/x-prints',
    { config, schema: { operationId: 'printXReport', tags, params, response: { 201: PrintJob } } },
    async (request, reply) => {
      const result = await reportPrints.printX(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.get<{ Querystring: Static<typeof ZReportSearch> }>(
    '/z-reports',
    {
      config,
      schema: { operationId: 'listZReports', tags, querystring: ZReportSearch, response: { 200: ZReportList } },
    },
    async (request) => {
      const { register, before } = request.query
      const filter = {
        ...(register !== undefined && { registerId: Number(register) }),
        ...(before !== undefined && { before: Number(before) }),
      }
      return { zReports: await shiftReports.listZ(filter, callerOf(request)) }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/z-reports/:id',
    { config, schema: { operationId: 'getZReport', tags, params, response: { 200: ZReport } } },
    async (request, reply) => {
      const z = await shiftReports.findZ(Number(request.params.id), callerOf(request))
      return z ?? sendProblem(reply, refusals, { code: 'z_report_not_found' })
    },
  )

  app.get<{ Params: { id: string } }>(
    '/z-reports/:id/report.pdf',
    { config, schema: { operationId: 'getZReportPdf', tags, params, produces: ['application/pdf'] } },
    async (request, reply) => {
      const pdf = await reportPrints.zPdf(Number(request.params.id), callerOf(request))
      if (pdf !== undefined) return reply.type('application/pdf').send(pdf)
      return sendProblem(reply, refusals, { code: 'z_report_not_found' })
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof PrintRequest> }>(
    '/z-reports/:id/prints',
    { config, schema: { operationId: 'printZReport', tags, params, body: PrintRequest, response: { 201: PrintJob } } },
    async (request, reply) => {
      const { registerId } = request.body
      const result = await reportPrints.printZ(Number(request.params.id), registerId, callerOf(request))
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
