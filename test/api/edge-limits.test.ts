import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { edgeLimits } from '#main/http/edge-limits'
import { startServer } from '#main/server/start-server'
import { openConnections } from '../support/http-client'
import { createTemporaryFolder, projectFolder } from '../support/server-process'

/** The live server behind a URL: Node names it on a diagnostics channel with each request, and nobody else does. */
async function findLiveServer(url: string): Promise<Server> {
  const channel = 'http.server.request.start'
  let found: Server | undefined
  const listen = (message: unknown) => {
    found = (message as { server: Server }).server
  }
  subscribe(channel, listen)
  using connections = openConnections(url)
  await connections.send('GET', '/get_chapterevents/')
  unsubscribe(channel, listen)
  if (found === undefined) throw new Error('No request has reached a server of this process')
  return found
}

test('the live server has the limits of the frozen object, and they are the ones that were measured', async () => {
  expect(Object.isFrozen(edgeLimits)).toBe(true)
  expect(edgeLimits).toMatchObject({
    headersTimeoutMs: 5_000,
    requestTimeoutMs: 10_000,
    connectionsCheckingIntervalMs: 1_000,
    keepAliveTimeoutMs: 5_000,
    handlerTimeoutMs: 5_000,
    bodyLimitBytes: 32_768,
    maxHeaderBytes: 8_192,
    maxConnectionsPerAddress: 40,
    maxConnections: 512,
  })

  await using folder = await createTemporaryFolder()
  const running = await startServer({
    dataFolder: folder.path,
    port: 0,
    httpsPort: 0,
    mdns: false,
    host: '127.0.0.1',
    portFallback: 'refuse',
    demo: true,
    pagesFolder: join(projectFolder, 'out/renderer'),
    resourcesFolder: join(projectFolder, 'resources'),
    logger: pino({ level: 'silent' }),
  })
  try {
    const server = await findLiveServer(running.url)
    expect({
      headersTimeoutMs: server.headersTimeout,
      requestTimeoutMs: server.requestTimeout,
      keepAliveTimeoutMs: server.keepAliveTimeout,
    }).toEqual({
      headersTimeoutMs: edgeLimits.headersTimeoutMs,
      requestTimeoutMs: edgeLimits.requestTimeoutMs,
      keepAliveTimeoutMs: edgeLimits.keepAliveTimeoutMs,
    })
    // Node keeps these two where only it looks; behaviour shows them too (edge.test.ts), the values are exact here.
    const inner = server as Server & { connectionsCheckingInterval?: number; maxHeaderSize?: number }
    expect(inner.connectionsCheckingInterval).toBe(edgeLimits.connectionsCheckingIntervalMs)
    expect(inner.maxHeaderSize).toBe(edgeLimits.maxHeaderBytes)
  } finally {
    await running.close()
  }
})
