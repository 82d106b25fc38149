import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { Mail, MailList } from '#shared/contract/mail-api'
import type { MailService } from '../../../services/mail-service'
import { sendProblem } from '../../plugins/problem'

const refusals = { mail_not_found: [404, 'There is no such mail.'] } as const

export function registerMailRoutes(app: FastifyInstance, deps: { mails: MailService }): void {
  const { mails } = deps
  const config = { access: 'view_orders' } as const

  app.get(
    '/mails',
    { config, schema: { operationId: 'listMails', tags: ['staff'], response: { 200: MailList } } },
    async () => ({ mails: await mails.list() }),
  )

  app.get<{ Params: { id: string } }>(
    '/mails/:id/message.eml',
    { config, schema: { operationId: 'getMailFile', tags: ['staff'], params: IdInPath, produces: ['message/rfc822'] } },
    async (request, reply) => {
      const eml = await mails.eml(Number(request.params.id))
      if (eml === undefined) return sendProblem(reply, refusals, { code: 'mail_not_found' })
      return reply
        .type('message/rfc822')
        .header('content-disposition', `attachment; filename="lucka-${request.params.id}.eml"`)
        .send(eml)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/mails/:id/retries',
    { config, schema: { operationId: 'retryMail', tags: ['staff'], params: IdInPath, response: { 200: Mail } } },
    async (request, reply) => {
      const mail = await mails.retry(Number(request.params.id))
      return mail ?? sendProblem(reply, refusals, { code: 'mail_not_found' })
    },
  )
}
