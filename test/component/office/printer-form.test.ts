import { expect, test } from 'vitest'
import {
  faultyFields,
  formOfPrinter,
  papersOf,
  printerOf,
  type PrinterForm,
} from '#renderer/features/office/printer-form'
import type { NewPrinter } from '#shared/contract/printing-api'
import { aPrinter } from '../printing/jobs'

const printers: NewPrinter[] = [
  { name: 'Kassan', kind: 'network', paper: '80', settings: { host: 'skrivare.lan', port: 9100, codePage: 'cp858' } },
  { name: 'Sladden', kind: 'device', paper: '58', settings: { path: '/dev/usb/lp0', codePage: 'windows1252' } },
  { name: 'Kontoret', kind: 'system', paper: 'A4', settings: { printerName: 'HP' } },
  { name: 'Filer', kind: 'folder', paper: '80', settings: { folder: '/srv/pdf' } },
]

test.each(printers)('$kind comes through the form as it was', (printer) => {
  const { lastJob, waitingCount, version } = aPrinter
  expect(printerOf(formOfPrinter({ ...printer, id: 1, version, lastJob, waitingCount }))).toEqual(printer)
})

const formWith = (changes: Partial<PrinterForm>): PrinterForm => ({
  ...formOfPrinter(undefined),
  name: 'Kassan',
  ...changes,
})

test.each<[Partial<PrinterForm>, string[]]>([
  [{ host: '192.168.1.50' }, []],
  [{ host: '' }, ['host']],
  [{ host: 'http://skrivare' }, ['host']],
  [{ host: 'a', port: '0' }, ['port']],
  [{ host: 'a', port: 'nio' }, ['port']],
  [{ kind: 'device', path: 'lp0' }, ['path']],
  [{ kind: 'system' }, ['printerName']],
  [{ kind: 'folder', folder: ' ' }, ['folder']],
  [{ host: 'a', name: ' ' }, ['name']],
])('%o lacks %o', (changes, fields) => {
  expect(faultyFields(formWith(changes))).toEqual(fields)
})

test('a receipt printer has no sheets', () => {
  expect(papersOf('network')).not.toContain('A4')
  expect(printerOf(formWith({ host: 'a', paper: 'A4' })).paper).toBe('80')
})
