import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import {
  LanSettingsEdit,
  MailSettingsEdit,
  MailTestRequest,
  MailTestResult,
  Settings,
  SwishCertificateUpload,
  SwishSettingsEdit,
  SwishTestResult,
  DoorSettings,
  TicketSettings,
  TillSettings,
  VenueSettings,
} from '#shared/contract/settings-api'
import type { MailService } from '../../../services/mail-service'
import type { SettingsRefusal, SettingsService } from '../../../services/settings-service'
import type { SwishConnection } from '../../../services/swish/swish-connection'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<SettingsRefusal['code'] | 'mail_failed' | 'swish_not_set_up'> = {
  unknown_zone: [422, 'This is not a known time zone.'],
  invalid_email: [422, 'This is not one e-mail address.'],
  mail_failed: [502, 'The mail could not be sent.'],
  invalid_authority: [422, 'This is not the certificate of an authority in PEM form.'],
  invalid_address: [422, 'This is not an address that can be used.'],
  insecure_address: [422, 'Swish is asked over HTTPS; plain HTTP is for a stand-in on this machine.'],
  payments_open: [409, 'Payments wait for their customers at the Swish that could not be asked any more.'],
  not_a_certificate: [422, 'This is not a certificate.'],
  wrong_password: [422, 'The password does not open the certificate or its key.'],
  password_needed: [422, 'The key is locked with a password.'],
  old_pkcs12: [422, 'The file is locked the old way (RC2 or 3DES). Export it anew with AES-256.'],
  key_missing: [422, 'There is no private key with the certificate.'],
  key_does_not_fit: [422, 'The key belongs to another certificate.'],
  certificate_expired: [422, 'The certificate is not valid any more.'],
  number_differs: [422, 'The certificate was issued for another Swish number.'],
  swish_not_set_up: [409, 'Swish is not used.'],
}

/** A whole chain and its key as text, and the JSON round them. */
const CERTIFICATE_BODY_BYTES = 40_000
/** Swish may take its time; the screen shows that it is being asked. */
const SWISH_TEST_MS = 30_000

export function registerSettingsRoutes(
  app: FastifyInstance,
  deps: { settings: SettingsService; mails: MailService; swishConnection: SwishConnection },
): void {
  const { settings, mails, swishConnection } = deps
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

  app.put<{ Body: TillSettings }>(
    '/settings/till',
    { config, schema: { operationId: 'saveTill', tags: ['staff'], body: TillSettings, response } },
    async (request, reply) => {
      const result = await settings.saveTill(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Body: DoorSettings }>(
    '/settings/door',
    { config, schema: { operationId: 'saveDoor', tags: ['staff'], body: DoorSettings, response } },
    async (request, reply) => {
      const result = await settings.saveDoor(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Body: TicketSettings }>(
    '/settings/tickets',
    { config, schema: { operationId: 'saveTicketSettings', tags: ['staff'], body: TicketSettings, response } },
    async (request, reply) => {
      const result = await settings.saveTickets(request.body)
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

  app.put<{ Body: SwishSettingsEdit }>(
    '/settings/swish',
    { config, schema: { operationId: 'saveSwish', tags: ['staff'], body: SwishSettingsEdit, response } },
    async (request, reply) => {
      const result = await settings.saveSwish(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Body: SwishCertificateUpload }>(
    '/settings/swish/certificate',
    {
      config,
      bodyLimit: CERTIFICATE_BODY_BYTES,
      schema: { operationId: 'saveSwishCertificate', tags: ['staff'], body: SwishCertificateUpload, response },
    },
    async (request, reply) => {
      const result = await settings.saveSwishCertificate(request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.delete(
    '/settings/swish/certificate',
    { config, schema: { operationId: 'removeSwishCertificate', tags: ['staff'], response } },
    async (_request, reply) => {
      const result = await settings.removeSwishCertificate()
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post(
    '/settings/swish/tests',
    {
      config,
      handlerTimeout: SWISH_TEST_MS,
      schema: { operationId: 'testSwish', tags: ['staff'], response: { 200: SwishTestResult } },
    },
    async (_request, reply) => {
      const result = await swishConnection.test()
      return result === undefined ? sendProblem(reply, refusals, { code: 'swish_not_set_up' }) : reply.send(result)
    },
  )
}
