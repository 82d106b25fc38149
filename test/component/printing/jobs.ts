import type { Printer, PrintJob } from '#shared/contract/printing-api'

export function aJob(changes: Partial<PrintJob> = {}): PrintJob {
  return {
    id: 1,
    printerId: 1,
    printerName: 'Kassaskrivaren',
    kind: 'receipt',
    title: 'Kvitto 17, Kassa 1',
    state: 'done',
    copy: false,
    attempts: 1,
    nextTryAt: null,
    errorCode: null,
    errorText: null,
    mayHavePrinted: false,
    orderId: 1042,
    shiftId: 1,
    createdAt: '2026-11-24T17:00:00.000Z',
    createdBy: 'Kim',
    endedAt: '2026-11-24T17:00:01.000Z',
    ...changes,
  }
}

export const aPrinter: Printer = {
  id: 1,
  name: 'Kassaskrivaren',
  version: 1,
  kind: 'network',
  paper: '80',
  settings: { host: '192.168.1.50', port: 9100, codePage: 'cp858' },
  lastJob: null,
  waitingCount: 0,
}
