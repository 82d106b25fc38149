import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { listPrinters, listPrintJobs } from '#renderer/api/printing-api'
import type { Printer, PrintJob } from '#shared/contract/printing-api'
import { useConnectionStore } from './connection-store'
import { useSessionStore } from './session-store'

/** A sale makes several jobs, and each of them several news. */
const newsPauseMs = 150

/**
 * What is to be printed: everything unfinished and what was printed last, newest first. A failed job is work to finish for
 * whoever stands at the till; no sale ever waits for it.
 */
export const usePrintStore = defineStore('print', () => {
  const connection = useConnectionStore()
  const session = useSessionStore()
  /** Undefined until the server has told. */
  const jobs = shallowRef<PrintJob[]>()
  const printers = shallowRef<Printer[]>()
  const failure = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    try {
      ;[jobs.value, printers.value] = await Promise.all([listPrintJobs(), listPrinters()])
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  /** A failure shows itself in the connection's state too; the next `hello` reads again. */
  function loadQuietly(): void {
    if (session.may('sell')) void load()
  }
  const loadAfterNews = useDebounceFn(loadQuietly, newsPauseMs, { maxWait: 2 * newsPauseMs })
  connection.on('print_job', () => void loadAfterNews())
  connection.on('settings', () => void loadAfterNews())
  connection.on('hello', loadQuietly)

  /** Whoever printed a test was told there, and nobody waits for its paper. */
  const failed = computed(() => jobs.value?.filter(({ state, kind }) => state === 'failed' && kind !== 'test') ?? [])
  /** Tried without success, and tried again by itself. */
  const struggling = computed(() => jobs.value?.filter((job) => job.state === 'queued' && job.errorCode !== null) ?? [])
  const printing = computed(() => jobs.value?.filter(({ state }) => state === 'queued' || state === 'printing') ?? [])

  /** The jobs of an order, newest first. */
  const jobsOf = (orderId: number): PrintJob[] => jobs.value?.filter((job) => job.orderId === orderId) ?? []

  /** Takes over a job that a call has answered with, before its news come. */
  function keep(job: PrintJob): void {
    jobs.value = [job, ...(jobs.value ?? []).filter(({ id }) => id !== job.id)].sort((one, other) => other.id - one.id)
  }

  return { jobs, printers, failure, failed, struggling, printing, jobsOf, keep, load, loadQuietly }
})
