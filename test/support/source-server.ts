import { join } from 'node:path'
import { pino } from 'pino'
import type { SealingKey } from '#main/server/sealing-key'
import { startServer } from '#main/server/start-server'
import { openConnections, type HttpConnections } from './http-client'
import { createTemporaryFolder, projectFolder } from './server-process'

/** The server in this process, from its sources: real HTTP, and every word that it logs. */
export interface SourceServer extends AsyncDisposable {
  port: number
  httpsPort: number
  dataFolder: string
  connections: HttpConnections
  log: () => string
}

/** @param options.dataFolder one that is there already; else a new one with demo data, which goes with the server */
export async function startSourceServer(
  options: { dataFolder?: string; sealingKey?: SealingKey; host?: string; httpsPort?: number; mdns?: boolean } = {},
): Promise<SourceServer> {
  const folder = options.dataFolder === undefined ? await createTemporaryFolder() : undefined
  const dataFolder = options.dataFolder ?? folder?.path ?? ''
  let log = ''
  const running = await startServer({
    dataFolder,
    ...(options.sealingKey && { sealingKey: options.sealingKey }),
    port: 0,
    httpsPort: options.httpsPort ?? 0,
    mdns: options.mdns ?? false,
    host: options.host ?? '127.0.0.1',
    portFallback: 'refuse',
    demo: folder !== undefined,
    pagesFolder: join(projectFolder, 'out/renderer'),
    resourcesFolder: join(projectFolder, 'resources'),
    logger: pino({ level: 'trace' }, { write: (line: string) => void (log += line) }),
  })
  const connections = openConnections(running.url)
  return {
    port: running.port,
    httpsPort: running.httpsPort,
    dataFolder,
    connections,
    log: () => log,
    async [Symbol.asyncDispose]() {
      connections.close()
      await running.close()
      await folder?.[Symbol.asyncDispose]()
    },
  }
}
