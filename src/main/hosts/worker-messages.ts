/** What the desktop app and its server, a worker thread, tell each other. */
import type { ServerOptions } from '#main/server/start-server'

/** Given to the worker at its start. */
export type WorkerOptions = Omit<ServerOptions, 'logger' | 'nativeBinding'>

export interface ServerReady {
  type: 'ready'
  /** `http://127.0.0.1:PORT` */
  url: string
  port: number
  requestedPort: number
  dataFolder: string
  lanUrls: string[]
  httpsPort: number
  secureUrls: string[]
}

export interface ServerFailed {
  type: 'failed'
  /** A ServerStartError's code, or `unexpected`. */
  code: string
  message: string
}

export type MessageFromWorker = ServerReady | ServerFailed | { type: 'closed' }

export interface MessageToWorker {
  type: 'close'
}
