import type { FastifyRequest } from 'fastify'

/**
 * Who asks: a session with an order, a visitor without a session (`none`), or one whose cookie names a session that is unknown
 * or has expired (`expired`).
 */
export function buyerOf(request: FastifyRequest): { orderId: number } | 'none' | 'expired' {
  const orderId = request.session.get('orderId')
  if (orderId !== undefined) return { orderId }
  return request.cookies.sessionid === undefined ? 'none' : 'expired'
}
