import { openConnections, type HttpConnections } from './http-client'
import { createTemporaryFolder, startServerProcess, type ServerProcess } from './server-process'
import { signInAsDemoManager, type StaffApi } from './staff-api'
import { createVisitor, type Visitor } from './ticket-client'

/** A running server on demo data, with a manager signed in: where most black-box tests start. */
export interface BoxOffice extends AsyncDisposable {
  readonly server: ServerProcess
  readonly connections: HttpConnections
  readonly staff: StaffApi
  newVisitor(): Visitor
}

export async function openBoxOffice({ maxSockets = 16, host = '127.0.0.1' } = {}): Promise<BoxOffice> {
  const folder = await createTemporaryFolder()
  const server = await startServerProcess({ dataFolder: folder.path, demo: true, host })
  const connections = openConnections(server.url, maxSockets)
  return {
    server,
    connections,
    staff: await signInAsDemoManager(connections),
    newVisitor: () => createVisitor(connections),
    async [Symbol.asyncDispose]() {
      connections.close()
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}
