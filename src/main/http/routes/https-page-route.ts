import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SettingsService } from '../../services/settings-service'
import { hostName } from '../client-address'
import { AUTHORITY_PATH, type AuthorityFacts } from './authority-route'
import { httpsPageWords } from './https-page-words'

export interface HttpsPageDeps {
  settings: SettingsService
  authority: () => AuthorityFacts
  httpsPort: () => number
}

const style =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}' +
  'a.door{display:block;padding:1rem;text-align:center;background:#1d4ed8;color:#fff;border-radius:.5rem;text-decoration:none}' +
  'code{overflow-wrap:anywhere;font-size:.9rem}li{margin:.25rem 0}'
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * What a phone sees that came to the plain port: why the door needs HTTPS, the way there, and what to trust first. Nothing on
 * it comes from anybody but us and the guarded Host header, so nothing needs escaping.
 */
export function sendHttpsPage(request: FastifyRequest, reply: FastifyReply, deps: HttpsPageDeps): FastifyReply {
  const { venue, lan } = deps.settings.current()
  const words = httpsPageWords[venue.language]
  const name = hostName(request.headers.host) ?? ''
  const host = name.includes(':') ? `[${name}]` : name
  const address = `https://${host}:${deps.httpsPort()}/door/`
  const way = lan.secure
    ? `<p><a class="door" href="${address}">${words.open}</a></p><p><code>${address}</code></p>`
    : `<p><strong>${words.closed}</strong></p>`
  const steps = (list: readonly string[]) => `<ol>${list.map((step) => `<li>${step}</li>`).join('')}</ol>`
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    .send(
      `<!doctype html><html lang="${venue.language}"><head><meta charset="utf-8">` +
        '<meta name="viewport" content="width=device-width, initial-scale=1">' +
        `<title>${words.title}</title><style>${style}</style></head><body><main><h1>${words.title}</h1>` +
        `<p>${words.why}</p>${way}<h2>${words.trust}</h2><p>${words.trustWhy}</p>` +
        `<p><a href="${AUTHORITY_PATH}">${words.download}</a></p>` +
        `<h3>Android</h3>${steps(words.android)}<h3>iPhone</h3>${steps(words.iphone)}` +
        `<h2>${words.compare}</h2><p>${words.compareWhy}</p><p><code>${deps.authority().fingerprint}</code></p>` +
        '</main></body></html>',
    )
}
