/** `printing` is stored before the first byte leaves: a job found in it after a crash may lie on the paper already. */
export type PrintJobState = 'queued' | 'printing' | 'done' | 'failed' | 'cancelled'

/**
 * Why a job was not printed.
 *
 * Nothing was sent: `unreachable` (no answer), `refused` (it takes no connection), `out_of_paper`, `cover_open`, `jammed` (the
 * printer says so), `device_missing`, `device_refused` (no right to write), `folder_missing`, `folder_refused`,
 * `no_print_system` (the computer has no print queue), `system_printer_unknown`, `system_refused`, `nothing_to_print` (the
 * tickets have ended meanwhile), `unexpected`.
 *
 * Something may lie on the paper: `vanished` (the connection broke), `too_slow` (it stopped taking bytes), `stopped_midway`
 * (paper out or cover open after sending), `device_broke`, `interrupted` (Lucka ended while it printed).
 */
export type PrintFault =
  | 'unreachable'
  | 'refused'
  | 'out_of_paper'
  | 'cover_open'
  | 'jammed'
  | 'device_missing'
  | 'device_refused'
  | 'folder_missing'
  | 'folder_refused'
  | 'no_print_system'
  | 'system_printer_unknown'
  | 'system_refused'
  | 'nothing_to_print'
  | 'unexpected'
  | 'vanished'
  | 'too_slow'
  | 'stopped_midway'
  | 'device_broke'
  | 'interrupted'

const uncertain: ReadonlySet<PrintFault> = new Set([
  'vanished',
  'too_slow',
  'stopped_midway',
  'device_broke',
  'interrupted',
])

/** Whether a person has to look at the printer before the job is printed again. */
export const mayHavePrinted = (fault: PrintFault): boolean => uncertain.has(fault)

/** Worth trying again by itself: somebody closes the cover, puts paper in, switches it on. */
const passing: ReadonlySet<PrintFault> = new Set([
  'unreachable',
  'refused',
  'out_of_paper',
  'cover_open',
  'jammed',
  'device_missing',
])

/** Quick, as the customer stands there; after a good minute a person has to act. */
const delaysMs = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000]

/**
 * How long to wait before a job is tried again by itself.
 *
 * @param attempts tries so far, 1 or more
 * @returns milliseconds, or undefined when a person must decide
 */
export function printRetryDelayMs(fault: PrintFault, attempts: number): number | undefined {
  return passing.has(fault) ? delaysMs[attempts - 1] : undefined
}
