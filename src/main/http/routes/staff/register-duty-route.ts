import type { FastifyInstance } from 'fastify'
import { RegisterDuty } from '#shared/contract/register-duty-api'
import type { RegisterDutyService } from '../../../services/register-duty-service'

/** A year of sales is summed; on a slow disk that takes its time. */
const DUTY_MS = 20_000

/** How near the venue's sales are to the limit for a certified cash register. */
export function registerDutyRoute(app: FastifyInstance, deps: { registerDuty: RegisterDutyService }): void {
  app.get(
    '/register-duty',
    {
      config: { access: 'edit_settings' },
      handlerTimeout: DUTY_MS,
      schema: { operationId: 'getRegisterDuty', tags: ['staff'], response: { 200: RegisterDuty } },
    },
    () => deps.registerDuty.current(),
  )
}
