import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** Writes the API's description from the routes' own schemas, as OpenAPI 3.1: a page at /docs, the document at /docs/json. */
export async function describeApi(app: FastifyInstance, options: { version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lucka',
        version: options.version,
        description:
          'The ticket API of this box office. Paths also answer with `-` for `_` and without the last slash. Refusals are JSON strings. The staff API is for the screens of this machine only.',
      },
      tags: [
        { name: 'ticket API', description: 'For every program on the LAN' },
        { name: 'staff', description: 'For the staff screens, on this machine only' },
        { name: 'door', description: 'For the door, on this machine and on paired devices' },
      ],
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The library's own policy sends browsers to HTTPS, which the documented API does not speak on the LAN.
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    theme: { title: 'Lucka: API', css: [{ filename: 'lucka.css', content: '.swagger-ui .topbar { display: none }' }] },
    uiConfig: { docExpansion: 'list', validatorUrl: null },
  })
}
