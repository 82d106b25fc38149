import type { FastifyInstance } from 'fastify'

/** What devices are given to trust. */
export interface AuthorityFacts {
  /** Its certificate. */
  der: Buffer
  /** SHA-256 of it, `AA:BB:…`: how people compare what a phone shows. */
  fingerprint: string
}

export const AUTHORITY_PATH = '/lucka-ca.crt'

/** Hands out the certificate of this venue's authority, which is no secret: a phone that trusts it can use the HTTPS door. */
export async function authorityRoute(app: FastifyInstance, deps: { authority: () => AuthorityFacts }): Promise<void> {
  app.get(AUTHORITY_PATH, { config: { allow: 'GET, HEAD' }, schema: { hide: true } }, (_request, reply) =>
    reply
      .type('application/x-x509-ca-cert')
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .send(deps.authority().der),
  )
}
