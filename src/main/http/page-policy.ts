import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** Stands in a built page where the answer's own nonce goes. */
const NONCE = '__CSP_NONCE__'

/** Nothing but our own files, no inline script, no eval; one style element, Vuetify's theme, by its nonce. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** Sends a built page under the pages' policy, with a fresh nonce in both. */
export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy(nonce))
    .header('cache-control', 'no-store')
    .send(page.replaceAll(NONCE, nonce))
}
