import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  Admissions,
  ScanRequest,
  type ScanReason,
  ScanUndo,
  ScanVerdict,
  UndoneScan,
} from '#shared/contract/check-in-api'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { ScanUpload, UploadedScans } from '#shared/contract/scan-upload-api'
import type { CheckInService } from '../../../services/check-in-service'
import type { CodeGuard } from '../../../services/devices/code-guard'
import type { EveryoneOut } from '../../../services/door/everyone-out'
import type { ScanService } from '../../../services/door/scan-service'
import type { UndoScan } from '../../../services/door/undo-service'
import type { StaffService } from '../../../services/staff-service'
import { addressOf } from '../../client-address'
import { permissionsAtDoor, scannerOf, staffOf } from '../../plugins/access'
import { approvalRefusals } from '../../plugins/approval'
import { sendProblem } from '../../plugins/problem'

const refusals = {
  ...approvalRefusals,
  door_not_found: [404, 'There is no such door.'],
  idempotency_key_reused: [422, 'This idempotency key was used for another scan.'],
  event_not_found: [404, 'There is no such event.'],
  look_only: [403, 'This device was paired to look only.'],
  supervisor_needed: [423, 'This device has shown too many unknown codes. A person has to let it go on.'],
  scan_not_found: [404, 'There is no such scan.'],
  nothing_to_undo: [409, 'This scan let nobody through.'],
  used_since: [409, 'The ticket was used after this.'],
} as const

/** What somebody shows who tries codes. */
const isGuess = (reason: ScanReason | null) => reason === 'unknown_code' || reason === 'forged_code'

export function registerCheckInRoutes(
  app: FastifyInstance,
  deps: {
    checkIns: CheckInService
    scans: ScanService
    undoScan: UndoScan
    everyoneOut: EveryoneOut
    staff: StaffService
    codes: CodeGuard
  },
): void {
  const atTheDoor = { access: 'check_in', devices: ['door', 'look_door'] } as const
  const admitting = { access: 'check_in', devices: ['door'] } as const

  const isStopped = ({ device }: FastifyRequest) => device !== null && deps.codes.isStopped({ deviceId: device.id })

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
      const { device, body } = request
      if (device?.role === 'look_door' && body.mode !== 'look')
        return sendProblem(reply, refusals, { code: 'look_only' })
      if (isStopped(request)) return sendProblem(reply, refusals, { code: 'supervisor_needed' })
      const nonce = String(request.headers[idempotencyHeader])
      const result = await deps.scans.scan(body, nonce, scannerOf(request))
      if (!result.ok) return sendProblem(reply, refusals, result.error)
      if (device !== null && isGuess(result.value.reason)) await deps.codes.unknown({ deviceId: device.id })
      return reply.send(result.value)
    },
  )

  app.post<{ Body: ScanUpload }>(
    '/check-ins/uploads',
    {
      config: admitting,
      schema: { operationId: 'uploadScans', tags: ['door'], body: ScanUpload, response: { 200: UploadedScans } },
    },
    async (request, reply) => {
      const { device } = request
      // Nothing is lost: the door keeps its scans until somebody lets it go on.
      if (isStopped(request)) return sendProblem(reply, refusals, { code: 'supervisor_needed' })
      const result = await deps.scans.upload(request.body.scans, scannerOf(request))
      if (!result.ok) return sendProblem(reply, refusals, result.error)
      if (device !== null) {
        const guesses = result.value.scans.filter(({ conflict }) => isGuess(conflict))
        await Promise.all(guesses.map(() => deps.codes.unknown({ deviceId: device.id })))
      }
      return reply.send(result.value)
    },
  )

  app.post<{ Body: ScanUndo }>(
    '/check-ins/undos',
    {
      config: admitting,
      schema: { operationId: 'undoScan', tags: ['door'], body: ScanUndo, response: { 200: UndoneScan } },
    },
    async (request, reply) => {
      const { nonce, approval } = request.body
      const approved = await deps.staff.approve({
        caller: { permissions: permissionsAtDoor(request) },
        permission: 'undo_check_in',
        approval,
        address: addressOf(request.socket),
      })
      if (!approved.ok) return sendProblem(reply, refusals, approved.error)
      const result = await deps.undoScan(nonce, approved.value.approvedBy ?? staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/events/:id/everyone-out',
    {
      config: { access: 'undo_check_in' },
      schema: { operationId: 'countEveryoneOut', tags: ['door'], params: IdInPath, response: { 200: Admissions } },
    },
    async (request, reply) => {
      const result = await deps.everyoneOut.now(Number(request.params.id), staffOf(request).id)
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
