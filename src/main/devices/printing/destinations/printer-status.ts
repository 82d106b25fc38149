import type { PrintFault } from '#shared/domain/printing/print-job'

/*
 * ESC/POS real-time status: `DLE EOT n` is answered with one byte, also while the printer is offline. Bits 1 and 4 of an
 * answer are always 1, bits 0 and 7 always 0; so an answer is told from the bytes of other things a printer may send.
 * Source: Epson, ESC/POS command reference, "DLE EOT".
 */

/** Asks for the cause of being offline (2) and for the paper (4). */
export const statusRequest = Uint8Array.of(0x10, 0x04, 0x02, 0x10, 0x04, 0x04)

const isStatus = (byte: number) => (byte & 0b1001_0011) === 0b0001_0010

/** The two answers in what a printer has sent, undefined until both are there. */
export function readStatus(bytes: readonly number[]): { fault: PrintFault | undefined } | undefined {
  const [offline, paper] = bytes.filter(isStatus)
  if (offline === undefined || paper === undefined) return undefined
  if ((offline & 0b0000_0100) !== 0) return { fault: 'cover_open' }
  if ((offline & 0b0010_0000) !== 0 || (paper & 0b0110_0000) !== 0) return { fault: 'out_of_paper' }
  if ((offline & 0b0100_0000) !== 0) return { fault: 'jammed' }
  return { fault: undefined }
}
