import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import {
  LanSettingsEdit,
  MailSettingsEdit,
  MailTestRequest,
  MailTestResult,
  Settings,
  VenueSettings,
} from '#shared/contract/settings-api'
import type { MailService } from '../../../services/mail-service'
import type { SettingsRefusal, SettingsService } from '../../../services/settings-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<SettingsRefusal['code'] | 'mail_failed'> = {
  unknown_zone: [422, 'This is not a known time zone.'],
  invalid_email: [422, 'This is not one e-mail address.'],
  mail_failed: [502, 'The mail could not be sent.'],
}

export function registerSettingsRoutes(
  app: FastifyInstance,
  deps: { settings: SettingsService; mails: MailService },
): void {
  const { settings, mails } = deps
  const config = { access: 'edit_settings' } as const
  const response = { 200: Settings }

  app.get('/settings', { config, schema: { operationId: 'getSettings', tags: ['staff'], response } }, () =>
    settings.current(),
  )

  app.put<{ Body: VenueSettings }>(
    '/settings/venue',
    { config, schema: { operationId: 'saveVenue', tags: ['staff'], body: VenueSettings, response } },
    async (request, reply) => {
      const result = await settings.saveVenue(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Body: MailSettingsEdit }>(
    '/settings/mail',
    { config, schema: { operationId: 'saveMail', tags: ['staff'], body: MailSettingsEdit, response } },
    async (request, reply) => {
      const result = await settings.saveMail(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Body: LanSettingsEdit }>(
    '/settings/lan',
    { config, schema: { operationId: 'saveLan', tags: ['staff'], body: LanSettingsEdit, response } },
    async (request, reply) => {
      const result = await settings.saveLan(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Body: Static<typeof MailTestRequest> }>(
    '/settings/mail/tests',
    {
      config,
      // A mail server may take its time; the screen shows that it is being asked.
      handlerTimeout: 60_000,
      schema: { operationId: 'testMail', tags: ['staff'], body: MailTestRequest, response: { 200: MailTestResult } },
    },
    async (request, reply) => {
      const result = await mails.test(request.body.toAddress)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
