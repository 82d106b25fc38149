import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { sendJson } from '../../plugins/errors'

/** Draws the QR code that the Swish app reads. */
export interface QrRenderer {
  png: (token: string) => Promise<Buffer>
  svg: (token: string) => Promise<string>
  /** With error correction H, for a mark over its middle. */
  svgForMark: (token: string) => Promise<string>
}

const PATH = '/generate_qr/:token'

export function registerGenerateQr(
  app: FastifyInstance,
  deps: { knowsToken: (token: string) => Promise<boolean>; renderQr: QrRenderer },
): void {
  const schema = {
    summary: 'The Swish QR code of a token that this server has handed out',
    params: Type.Object({ token: Type.String() }),
    querystring: Type.Object({
      format: Type.Optional(Type.String()),
      error_correction: Type.Optional(
        Type.String({ description: 'H: an SVG that still reads with a mark over its middle; anything else: M' }),
      ),
    }),
    tags: ['ticket API'],
    produces: ['image/png', 'image/svg+xml'],
  }
  app.get(PATH, { schema, config: { allow: 'GET, HEAD' } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    const { format, error_correction: errorCorrection } = request.query as {
      format?: string
      error_correction?: string
    }
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(token) || !(await deps.knowsToken(token))) return sendJson(reply, 404, 'NotFound')
    void reply.header('cache-control', 'private, no-store')
    if (format === 'svg') {
      const render = errorCorrection === 'H' ? deps.renderQr.svgForMark : deps.renderQr.svg
      return reply.type('image/svg+xml; charset=utf-8').send(await render(token))
    }
    return reply.type('image/png').send(await deps.renderQr.png(token))
  })
}
