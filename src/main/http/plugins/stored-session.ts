import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { StaffSession } from '#shared/contract/session-api'

declare module 'fastify' {
  interface Session {
    /** Of a buyer's session: what it reserved. */
    orderId?: number
    /** Of a staff session: who it is. */
    staff?: StaffSession
  }
  interface FastifyRequest {
    /** The id that the next session of this request gets: it was stored before the cookie is made. */
    nextSessionId: string | null
  }
}

interface StoredSession {
  expiresAt: string
  content: { orderId?: number; staff?: StaffSession }
}

/** 256 bits from the system's generator. */
export const newSessionId = (): string => randomBytes(32).toString('base64url')

/**
 * Sessions in a database of our own. A row is made and ended by the use case it belongs to, in that use case's transaction, so
 * this store only reads: what the session library would save again after a logout stays gone. The cookie names the session
 * and holds nothing else.
 */
export async function registerStoredSession(
  app: FastifyInstance,
  options: {
    cookieName: string
    maxAgeSeconds: number
    sameSite: 'lax' | 'strict'
    /** Whether browsers may send the cookie over HTTPS only. */
    secure: boolean
    /** Signs cookies: 32 characters or more. */
    key: string
    find: (sessionId: string) => Promise<StoredSession | undefined>
  },
): Promise<void> {
  const { maxAgeSeconds } = options
  app.decorateRequest('nextSessionId', null)
  await app.register(cookie)
  await app.register(session, {
    cookieName: options.cookieName,
    secret: options.key,
    saveUninitialized: false,
    rolling: false,
    cookie: {
      path: '/',
      httpOnly: true,
      secure: options.secure,
      sameSite: options.sameSite,
      maxAge: maxAgeSeconds * 1000,
    },
    idGenerator: (request?: FastifyRequest) => request?.nextSessionId ?? newSessionId(),
    store: {
      get: (sessionId, done) => {
        options.find(sessionId).then(
          (stored) => {
            if (stored === undefined) done(null, null)
            else {
              const expires = new Date(stored.expiresAt)
              done(null, { cookie: { originalMaxAge: maxAgeSeconds * 1000, expires }, ...stored.content })
            }
          },
          (error: unknown) => {
            done(error, null)
          },
        )
      },
      set: (_sessionId, _session, done) => {
        done()
      },
      destroy: (_sessionId, done) => {
        done()
      },
    },
  })
  // The library writes Expires without Max-Age, and clears cookies it does not know: a client is to hear why instead.
  app.addHook('onSend', (request, reply, payload, done) => {
    const set = reply.getHeader('set-cookie')
    reply.removeHeader('set-cookie')
    if (request.nextSessionId !== null && typeof set === 'string') {
      void reply.header('set-cookie', `${set}; Max-Age=${maxAgeSeconds}`)
    }
    done(null, payload)
  })
}

/** Gives the answer the cookie of a session that has just been stored. */
export async function beginSession(
  request: FastifyRequest,
  sessionId: string,
  content: StoredSession['content'],
): Promise<void> {
  request.nextSessionId = sessionId
  await request.session.regenerate()
  if (content.orderId !== undefined) request.session.set('orderId', content.orderId)
  if (content.staff !== undefined) request.session.set('staff', content.staff)
}
