import type { PrintFault } from '#shared/domain/printing/print-job'

/** A document that was not printed. The message tells what the system or the printer said; screens translate the code. */
export class PrintError extends Error {
  override readonly name = 'PrintError'

  constructor(
    readonly code: PrintFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The system's own code of an error (`ENOENT`), when it has one. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
