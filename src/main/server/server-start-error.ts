import type { StorageRefusalCode } from '../storage/storage-refusal'

export type ServerStartErrorCode =
  StorageRefusalCode | 'port_taken' | 'demo_on_existing_data' | 'bad_option' | 'secrets_damaged'

/** Why the server does not start, in one sentence for whoever started it. */
export class ServerStartError extends Error {
  constructor(
    readonly code: ServerStartErrorCode,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options)
    this.name = 'ServerStartError'
  }
}
