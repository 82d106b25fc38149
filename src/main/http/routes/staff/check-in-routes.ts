import type { FastifyInstance } from 'fastify'
import { Admissions, ScanRequest, ScanVerdict } from '#shared/contract/check-in-api'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { ScanUpload, UploadedScans } from '#shared/contract/scan-upload-api'
import type { CheckInService } from '../../../services/check-in-service'
import type { ScanService } from '../../../services/door/scan-service'
import { scannerOf } from '../../plugins/access'
import { sendProblem } from '../../plugins/problem'

const refusals = {
  door_not_found: [404, 'There is no such door.'],
  idempotency_key_reused: [422, 'This idempotency key was used for another scan.'],
  event_not_found: [404, 'There is no such event.'],
} as const

export function registerCheckInRoutes(
  app: FastifyInstance,
  deps: { checkIns: CheckInService; scans: ScanService },
): void {
  const atTheDoor = { access: 'check_in' } as const

  app.post<{ Body: ScanRequest }>(
    '/check-ins',
    {
      config: atTheDoor,
      schema: {
        operationId: 'scanTicket',
        tags: ['door'],
        headers: IdempotencyHeaders,
        body: ScanRequest,
        response: { 200: ScanVerdict },
      },
    },
    async (request, reply) => {
      const nonce = String(request.headers[idempotencyHeader])
      const result = await deps.scans.scan(request.body, nonce, scannerOf(request))
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Body: ScanUpload }>(
    '/check-ins/uploads',
    {
      config: atTheDoor,
      schema: { operationId: 'uploadScans', tags: ['door'], body: ScanUpload, response: { 200: UploadedScans } },
    },
    async (request, reply) => {
      const result = await deps.scans.upload(request.body.scans, scannerOf(request))
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/events/:id/admissions',
    {
      config: atTheDoor,
      schema: { operationId: 'getAdmissions', tags: ['door'], params: IdInPath, response: { 200: Admissions } },
    },
    async (request, reply) => {
      const admissions = await deps.checkIns.admissions(Number(request.params.id))
      return admissions === undefined
        ? sendProblem(reply, refusals, { code: 'event_not_found' })
        : reply.send(admissions)
    },
  )
}
