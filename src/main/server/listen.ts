import { createServer, type AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { ServerStartError } from './server-start-error'

const PORTS_TRIED = 50
const ALL_ADDRESSES = '0.0.0.0'

/**
 * Finds the port to listen on without keeping it.
 *
 * @throws ServerStartError `port_taken` or `bad_option`
 */
export async function findPort(options: {
  port: number
  host?: string
  portFallback: 'refuse' | 'next_free'
}): Promise<number> {
  const { port: wanted, host = ALL_ADDRESSES } = options
  if (wanted === 0) return 0
  const last = options.portFallback === 'next_free' ? Math.min(wanted + PORTS_TRIED, 65_535) : wanted
  for (let port = wanted; ; port++) {
    try {
      await probe(port, host)
      return port
    } catch (error) {
      if (!isTaken(error) || port >= last) throw asRefusal(error, wanted, host)
    }
  }
}

function probe(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host }, () => server.close(() => resolve()))
  })
}

/**
 * @returns the port that was got
 * @throws ServerStartError when another program was quicker
 */
export async function listen(
  app: FastifyInstance,
  options: { port: number; host: string | undefined },
): Promise<number> {
  const { port, host = ALL_ADDRESSES } = options
  try {
    await app.listen({ port, host })
    return (app.server.address() as AddressInfo).port
  } catch (error) {
    throw asRefusal(error, port, host)
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EADDRINUSE' || code === 'EACCES'
}

function asRefusal(error: unknown, port: number, host: string): Error {
  if (isTaken(error)) {
    return new ServerStartError('port_taken', `port ${port} is taken by another program; choose another`, {
      cause: error,
    })
  }
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EINVAL') {
    return new ServerStartError('bad_option', `${host} is not an address of this machine`, { cause: error })
  }
  return error instanceof Error ? error : new Error('cannot listen', { cause: error })
}
