import type { PrintJob } from '#shared/contract/printing-api'
import { printRetryDelayMs, type PrintFault } from '#shared/domain/printing/print-job'
import { err, ok, type Result } from '#shared/domain/result'
import { PrintError } from '../../devices/printing/print-error'
import type { SlipPrinter } from '../../devices/printing/slip-printer'
import {
  failInterruptedJobs,
  findDueJob,
  findPrintJob,
  hastenJobs,
  listJobsOfOrder,
  listPrintersWithDueJobs,
  listPrintJobs,
  nextPrintAt,
  updatePrintJob,
  type DueJob,
} from '../../storage/repositories/print-job-repository'
import { findPrinter } from '../../storage/repositories/printer-repository'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { PrintComposer } from './compose-print'

/** Beside everything unfinished. */
const ENDED_LISTED = 100
/** What news of reservations is gathered for before the queue looks once. */
const GATHERED_MS = 40
/** The clock may be set while the queue waits; so it looks again at least this often. */
const LONGEST_WAIT_MS = 60_000
/** A printer that is in the middle of a document when the program ends gets this long to finish it. */
const STOP_WAIT_MS = 2_000

export type JobRefusal = { code: 'print_job_not_found' } | { code: 'print_job_not_failed'; state: PrintJob['state'] }

export interface PrintQueue {
  /** Everything unfinished and what ended last; of one order, all of it. Newest first. */
  list: (orderId?: number) => Promise<PrintJob[]>
  find: (id: number) => Promise<PrintJob | undefined>
  /** Prints a failed or waiting job at once. It opens no drawer: the customer it was opened for has gone. */
  retry: (id: number) => Promise<Result<PrintJob, JobRefusal>>
  /** Gives up a job that is not being printed. */
  cancel: (id: number) => Promise<Result<PrintJob, JobRefusal>>
  /** Prints what is due, and whatever becomes due, until stopped. */
  wake: () => void
  /** Takes up what a start finds: jobs that were being printed wait for a person, the others are printed. */
  resume: () => Promise<void>
  stop: () => Promise<void>
}

/**
 * The outbox to paper. Jobs are stored in the transaction of what they print and taken from here after it, one at a time for
 * each printer; printers do not wait for each other, and no sale waits for a printer. That a job is being printed is on the
 * disk before its first byte leaves, so that after a crash nothing is printed twice by itself.
 */
export function createPrintQueue(
  deps: ServiceDeps & {
    printer: SlipPrinter
    composer: PrintComposer
    timers: Pick<Timers, 'after'>
    onError: (error: unknown) => void
  },
): PrintQueue {
  const { inTransaction, read, now, news, timers } = deps
  const running = new Map<number, Promise<void>>()
  let looking: Promise<void> | undefined
  let lookAgain = false
  let callOff: (() => void) | undefined
  let wakeSoon: (() => void) | undefined
  let stopped = false
  let abandoned = false

  // What tells the screens of a sale tells the printers: news follow the commit. A part paid in cash leaves the order
  // reserved and opens the drawer; but so do the web's reservations leave it, which come by the hundred and print nothing.
  const unsubscribe = news.subscribe((item) => {
    if (item.name !== 'order') return
    if (item.data.status !== 'reserved') wake()
    else wakeSoon ??= timers.after(GATHERED_MS, wake)
  })

  async function print(job: DueJob): Promise<void> {
    const attempts = job.attempts + 1
    const mine = await inTransaction((trx) =>
      updatePrintJob(trx, job.id, ['queued'], { state: 'printing', next_try_at: null, attempts }),
    )
    if (!mine) return // Given up a moment ago.
    news.publish('print_job', { jobId: job.id })
    const fault = await tryToPrint(job)
    if (abandoned) return
    await inTransaction(async (trx) => {
      await updatePrintJob(trx, job.id, ['printing'], changeAfter(job, attempts, fault))
      if (fault === undefined) await hastenJobs(trx, job.printerId, now())
    })
    news.publish('print_job', { jobId: job.id })
  }

  async function tryToPrint(job: DueJob): Promise<PrintError | undefined> {
    try {
      const printer = await read((db) => findPrinter(db, job.printerId))
      if (printer === undefined) throw new PrintError('unexpected', 'The printer has been put away.')
      const document = await deps.composer.compose(job, printer)
      await deps.printer.print(printer, document, { openDrawer: job.openDrawer })
      return undefined
    } catch (error) {
      if (error instanceof PrintError) return error
      deps.onError(error)
      return new PrintError('unexpected', 'The document could not be made.', { cause: error })
    }
  }

  function changeAfter(job: DueJob, attempts: number, fault: PrintError | undefined) {
    if (fault === undefined) return { state: 'done', error_code: null, error_text: null, ended_at: now() } as const
    const told: { error_code: PrintFault; error_text: string } = { error_code: fault.code, error_text: fault.message }
    // Whoever tests a printer waits for the answer.
    const delayMs = job.document.kind === 'test' ? undefined : printRetryDelayMs(fault.code, attempts)
    return delayMs === undefined
      ? ({ state: 'failed', ...told, ended_at: now() } as const)
      : ({ state: 'queued', ...told, next_try_at: new Date(Date.parse(now()) + delayMs).toISOString() } as const)
  }

  async function drain(printerId: number): Promise<void> {
    for (;;) {
      const job = stopped ? undefined : await read((db) => findDueJob(db, printerId, now()))
      if (job === undefined) return
      await print(job)
    }
  }

  async function look(): Promise<void> {
    callOff?.()
    // One instant for both questions: a job that falls due between them would be in neither answer.
    const at = now()
    for (const printerId of await read((db) => listPrintersWithDueJobs(db, at))) {
      if (running.has(printerId) || stopped) continue
      const work = drain(printerId)
        .catch(deps.onError)
        .finally(() => {
          running.delete(printerId)
          wake() // Something may have been queued for it as it ended.
        })
      running.set(printerId, work)
    }
    const next = await read(nextPrintAt)
    if (next === undefined || stopped) return
    const waitMs = Date.parse(next) - Date.parse(at)
    // Due now and not taken up: its printer's runner is at work and looks by itself.
    if (waitMs > 0) callOff = timers.after(Math.min(waitMs, LONGEST_WAIT_MS), wake)
  }

  function wake(): void {
    wakeSoon?.()
    wakeSoon = undefined
    if (stopped) return
    if (looking !== undefined) {
      lookAgain = true
      return
    }
    looking = look()
      .catch(deps.onError)
      .finally(() => {
        looking = undefined
        if (!lookAgain) return
        lookAgain = false
        wake()
      })
  }

  async function changeByHand(
    id: number,
    change: (job: PrintJob) => Parameters<typeof updatePrintJob>[3],
  ): Promise<Result<PrintJob, JobRefusal>> {
    const job = await read((db) => findPrintJob(db, id))
    if (job === undefined) return err({ code: 'print_job_not_found' })
    const changed = await inTransaction((trx) => updatePrintJob(trx, id, ['queued', 'failed'], change(job)))
    const after = await read((db) => findPrintJob(db, id))
    if (after === undefined) return err({ code: 'print_job_not_found' })
    if (!changed) return err({ code: 'print_job_not_failed', state: after.state })
    news.publish('print_job', { jobId: id })
    wake()
    return ok(after)
  }

  return {
    wake,
    list: (orderId) =>
      read((db) => (orderId === undefined ? listPrintJobs(db, ENDED_LISTED) : listJobsOfOrder(db, orderId))),
    find: (id) => read((db) => findPrintJob(db, id)),

    retry: (id) =>
      changeByHand(id, (job) => ({
        state: 'queued',
        next_try_at: now(),
        attempts: 0,
        error_code: null,
        error_text: null,
        ended_at: null,
        ...(job.state === 'failed' && { open_drawer: 0 }),
      })),

    cancel: (id) => changeByHand(id, () => ({ state: 'cancelled', next_try_at: null, ended_at: now() })),

    async resume() {
      await inTransaction((trx) => failInterruptedJobs(trx, now()))
      wake()
    },

    async stop() {
      stopped = true
      unsubscribe()
      callOff?.()
      wakeSoon?.()
      await looking
      let stopWaiting: (() => void) | undefined
      const waited = new Promise<void>((resolve) => {
        stopWaiting = timers.after(STOP_WAIT_MS, resolve)
      })
      await Promise.race([Promise.all(running.values()), waited])
      stopWaiting?.()
      abandoned = true
    },
  }
}
