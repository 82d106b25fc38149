import type { CodePage, NewPrinter, Paper, Printer } from '#shared/contract/printing-api'

/** What the page edits: the fields of every kind at once, so that changing the kind loses nothing. */
export interface PrinterForm {
  name: string
  kind: Printer['kind']
  paper: Paper
  host: string
  port: string
  path: string
  printerName: string | null
  folder: string
  codePage: CodePage
}

export const papersOf = (kind: Printer['kind']): readonly Paper[] =>
  kind === 'network' || kind === 'device' ? ['80', '58'] : ['80', '58', 'A4']

const empty: PrinterForm = {
  name: '',
  kind: 'network',
  paper: '80',
  host: '',
  port: '9100',
  path: '/dev/usb/lp0',
  printerName: null,
  folder: '',
  codePage: 'cp858',
}

export function formOfPrinter(printer: Printer | undefined): PrinterForm {
  if (printer === undefined) return { ...empty }
  const { name, paper } = printer
  switch (printer.kind) {
    case 'network': {
      const { host, port, codePage } = printer.settings
      return { ...empty, name, paper, kind: 'network', host, port: String(port), codePage }
    }
    case 'device':
      return { ...empty, name, paper, kind: 'device', ...printer.settings }
    case 'system':
      return { ...empty, name, paper, kind: 'system', ...printer.settings }
    case 'folder':
      return { ...empty, name, paper, kind: 'folder', ...printer.settings }
  }
}

export type PrinterField = 'name' | 'host' | 'port' | 'path' | 'printerName' | 'folder'

const hostPattern = /^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$/

/** The fields that cannot be stored as they are. */
export function faultyFields(form: PrinterForm): PrinterField[] {
  const port = Number(form.port)
  const faulty: Record<PrinterField, boolean> = {
    name: form.name.trim() === '',
    host: form.kind === 'network' && !hostPattern.test(form.host.trim()),
    port: form.kind === 'network' && !(Number.isInteger(port) && port >= 1 && port <= 65_535),
    path: form.kind === 'device' && !form.path.trim().startsWith('/'),
    printerName: form.kind === 'system' && (form.printerName ?? '') === '',
    folder: form.kind === 'folder' && form.folder.trim() === '',
  }
  return (Object.keys(faulty) as PrinterField[]).filter((field) => faulty[field])
}

/** What is stored of a form without faults. */
export function printerOf(form: PrinterForm): NewPrinter {
  const name = form.name.trim()
  const { codePage } = form
  const roll = form.paper === '58' ? '58' : '80'
  switch (form.kind) {
    case 'network':
      return {
        name,
        kind: 'network',
        paper: roll,
        settings: { host: form.host.trim(), port: Number(form.port), codePage },
      }
    case 'device':
      return { name, kind: 'device', paper: roll, settings: { path: form.path.trim(), codePage } }
    case 'system':
      return { name, kind: 'system', paper: form.paper, settings: { printerName: form.printerName ?? '' } }
    case 'folder':
      return { name, kind: 'folder', paper: form.paper, settings: { folder: form.folder.trim() } }
  }
}

/** Where a printer is, in a few letters: its address, file, folder or name. */
export function placeOf(printer: Printer): string {
  switch (printer.kind) {
    case 'network':
      return `${printer.settings.host}:${String(printer.settings.port)}`
    case 'device':
      return printer.settings.path
    case 'system':
      return printer.settings.printerName
    case 'folder':
      return printer.settings.folder
  }
}
