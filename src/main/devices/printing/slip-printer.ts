import type { Paper, PrinterTarget } from '#shared/contract/printing-api'
import type { Slip } from '#shared/domain/printing/slip'
import { printOnDevice } from './destinations/device-printer'
import { printIntoFolder } from './destinations/folder-printer'
import { networkPrinterLimits, printOverNetwork, type NetworkPrinterLimits } from './destinations/network-printer'
import type { SystemPrinting } from './destinations/system-printing'
import { drawerPulse, slipToEscPos } from './slip-escpos'
import type { SlipPdf } from './slip-pdf'

/** A document on its way to paper. */
export interface PaperDocument {
  title: string
  /** Names its file. */
  jobId: number
  /** Each is cut off by itself; none when only the drawer is to open. */
  slips: Slip[]
  /** The same on A4 sheets, where it has a design of its own. */
  sheets?: () => Promise<Buffer>
}

export interface SlipPrinter {
  /**
   * Prints the whole document, or throws. With `openDrawer` the drawer's pulse goes before any paper; printers that have no
   * drawer port leave it out.
   *
   * @throws PrintError
   */
  print: (target: PrinterTarget, document: PaperDocument, how: { openDrawer: boolean }) => Promise<void>
}

export function createSlipPrinter(deps: {
  slipPdf: SlipPdf
  systemPrinting: SystemPrinting
  networkLimits?: NetworkPrinterLimits
}): SlipPrinter {
  const pdfOf = async ({ slips, sheets }: PaperDocument, paper: Paper): Promise<Buffer | undefined> => {
    if (slips.length === 0) return undefined
    return paper === 'A4' && sheets !== undefined ? sheets() : deps.slipPdf.render(slips, paper)
  }

  return {
    async print(target, document, { openDrawer }) {
      switch (target.kind) {
        case 'network': {
          const { host, port } = target.settings
          await printOverNetwork(
            { host, port },
            bytesOf(target, document, openDrawer),
            deps.networkLimits ?? networkPrinterLimits,
          )
          return
        }
        case 'device':
          await printOnDevice(target.settings.path, bytesOf(target, document, openDrawer))
          return
        case 'folder': {
          const pdf = await pdfOf(document, target.paper)
          if (pdf !== undefined) await printIntoFolder(target.settings.folder, pdf, document)
          return
        }
        case 'system': {
          const pdf = await pdfOf(document, target.paper)
          if (pdf !== undefined) await deps.systemPrinting.print(target.settings.printerName, pdf, document.title)
        }
      }
    },
  }
}

function bytesOf(
  { paper, settings: { codePage } }: Extract<PrinterTarget, { kind: 'network' | 'device' }>,
  document: PaperDocument,
  openDrawer: boolean,
): Uint8Array {
  return Buffer.concat([
    ...(openDrawer ? [drawerPulse()] : []),
    ...document.slips.map((slip) => slipToEscPos(slip, { width: paper, codePage })),
  ])
}
