import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { ConflictResolution, ScanConflict, ScanConflictList } from '#shared/contract/scan-upload-api'
import type { ResolveRefusal, ScanConflicts } from '../../../services/door/scan-conflicts'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<ResolveRefusal['code']> = {
  conflict_not_found: [404, 'There is no such conflict.'],
  already_resolved: [409, 'Somebody has already dealt with it.'],
}

/** What doors without contact have let in and a person has to look at. */
export function registerScanConflictRoutes(app: FastifyInstance, deps: { scanConflicts: ScanConflicts }): void {
  app.get(
    '/scan-conflicts',
    {
      config: { access: 'undo_check_in' },
      schema: { operationId: 'listScanConflicts', tags: ['door'], response: { 200: ScanConflictList } },
    },
    () => deps.scanConflicts.list(),
  )

  app.post<{ Params: { id: string }; Body: ConflictResolution }>(
    '/scan-conflicts/:id/resolutions',
    {
      config: { access: 'undo_check_in' },
      schema: {
        operationId: 'resolveScanConflict',
        tags: ['door'],
        params: IdInPath,
        body: ConflictResolution,
        response: { 200: ScanConflict },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const result = await deps.scanConflicts.resolve(Number(id), request.body.note, staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
