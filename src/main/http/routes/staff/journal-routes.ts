import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import {
  JournalPage,
  JournalSearch,
  JournalVerification,
  JournalVerificationRequest,
} from '#shared/contract/journal-api'
import type { JournalService } from '../../../services/journal-service'
import { edgeLimits } from '../../edge-limits'

/** The journal of money. */
export function registerJournalRoutes(app: FastifyInstance, deps: { journal: JournalService }): void {
  const { journal } = deps
  const config = { access: 'view_journal' } as const
  const tags = ['staff']

  app.get<{ Querystring: Static<typeof JournalSearch> }>(
    '/journal',
    {
      config,
      schema: { operationId: 'listJournal', tags, querystring: JournalSearch, response: { 200: JournalPage } },
    },
    (request) => {
      const { before, order, kind } = request.query
      return journal.list({
        ...(before !== undefined && { before: Number(before) }),
        ...(order !== undefined && { orderId: Number(order) }),
        ...(kind !== undefined && { kind }),
      })
    },
  )

  app.post<{ Body: JournalVerificationRequest }>(
    '/journal/verifications',
    {
      config,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: {
        operationId: 'verifyJournal',
        tags,
        body: JournalVerificationRequest,
        response: { 200: JournalVerification },
      },
    },
    (request) => journal.verify(request.body),
  )
}
