import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import {
  NewPrinter,
  Printer,
  PrinterEdit,
  PrinterList,
  PrintJob,
  PrintJobList,
  PrintJobSearch,
  RegisterPrinters,
  RegisterPrintersEdit,
  RegisterPrintersList,
  SystemPrinterList,
} from '#shared/contract/printing-api'
import type { PrinterRefusal, PrinterService } from '../../../services/printing/printer-service'
import type { JobRefusal, PrintQueue } from '../../../services/printing/print-queue'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const printerRefusals: ProblemTable<PrinterRefusal['code']> = {
  printer_not_found: [404, 'There is no such printer.'],
  register_not_found: [404, 'There is no such register.'],
  name_taken: [409, 'Another printer has this name.'],
  edit_conflict: [409, 'Somebody else has changed this printer.'],
}
const jobRefusals: ProblemTable<JobRefusal['code']> = {
  print_job_not_found: [404, 'There is no such print job.'],
  print_job_not_failed: [409, 'This print job is being printed or has ended.'],
}

/** A printer may take its time; the screen shows that it is being asked. */
const PRINTER_TEST_MS = 30_000

export function registerPrintingRoutes(
  app: FastifyInstance,
  deps: { printers: PrinterService; printQueue: PrintQueue },
): void {
  const { printers, printQueue } = deps
  const managing = { access: 'edit_settings' } as const
  const selling = { access: 'sell' } as const
  const tags = ['staff']

  app.get(
    '/printers',
    { config: selling, schema: { operationId: 'listPrinters', tags, response: { 200: PrinterList } } },
    async () => ({ printers: await printers.list() }),
  )

  app.post<{ Body: NewPrinter }>(
    '/printers',
    {
      config: managing,
      schema: { operationId: 'createPrinter', tags, body: NewPrinter, response: { 201: Printer } },
    },
    async (request, reply) => {
      const result = await printers.create(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, printerRefusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: PrinterEdit }>(
    '/printers/:id',
    {
      config: managing,
      schema: { operationId: 'savePrinter', tags, params: IdInPath, body: PrinterEdit, response: { 200: Printer } },
    },
    async (request, reply) => {
      const result = await printers.update(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, printerRefusals, result.error)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/printers/:id',
    { config: managing, schema: { operationId: 'archivePrinter', tags, params: IdInPath, response: { 200: Printer } } },
    async (request, reply) => {
      const result = await printers.archive(Number(request.params.id))
      return result.ok ? reply.send(result.value) : sendProblem(reply, printerRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/printers/:id/tests',
    {
      config: managing,
      handlerTimeout: PRINTER_TEST_MS,
      schema: { operationId: 'testPrinter', tags, params: IdInPath, response: { 200: PrintJob } },
    },
    async (request, reply) => {
      const result = await printers.test(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, printerRefusals, result.error)
    },
  )

  app.get(
    '/system-printers',
    {
      config: managing,
      handlerTimeout: PRINTER_TEST_MS,
      schema: { operationId: 'listSystemPrinters', tags, response: { 200: SystemPrinterList } },
    },
    async () => ({ printerNames: await printers.systemPrinters() }),
  )

  app.get(
    '/register-printers',
    { config: selling, schema: { operationId: 'listRegisterPrinters', tags, response: { 200: RegisterPrintersList } } },
    async () => ({ registers: await printers.registers() }),
  )

  app.put<{ Params: { id: string }; Body: RegisterPrintersEdit }>(
    '/registers/:id/printers',
    {
      config: managing,
      schema: {
        operationId: 'saveRegisterPrinters',
        tags,
        params: IdInPath,
        body: RegisterPrintersEdit,
        response: { 200: RegisterPrinters },
      },
    },
    async (request, reply) => {
      const result = await printers.assign(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, printerRefusals, result.error)
    },
  )

  app.get<{ Querystring: { orderId?: string } }>(
    '/print-jobs',
    {
      config: selling,
      schema: { operationId: 'listPrintJobs', tags, querystring: PrintJobSearch, response: { 200: PrintJobList } },
    },
    async (request) => {
      const { orderId } = request.query
      return { jobs: await printQueue.list(orderId === undefined ? undefined : Number(orderId)) }
    },
  )

  for (const [path, operationId, act] of [
    ['/print-jobs/:id/retries', 'retryPrintJob', printQueue.retry],
    ['/print-jobs/:id/cancellations', 'cancelPrintJob', printQueue.cancel],
  ] as const) {
    app.post<{ Params: { id: string } }>(
      path,
      { config: selling, schema: { operationId, tags, params: IdInPath, response: { 200: PrintJob } } },
      async (request, reply) => {
        const result = await act(Number(request.params.id))
        return result.ok ? reply.send(result.value) : sendProblem(reply, jobRefusals, result.error)
      },
    )
  }
}
