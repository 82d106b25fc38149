import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import type { CodePage } from '#shared/contract/printing-api'
import type { Slip } from '#shared/domain/printing/slip'
import { layOutSlip } from './lay-out-slip'
import { slipQr } from './slip-qr'

/*
 * Slips in ESC/POS, the language of receipt printers. The encoder library knows the commands; rows are set by ourselves,
 * since what it wraps and centres by itself differs from what the golden texts show.
 */

export interface EscPosPaper {
  width: '58' | '80'
  codePage: CodePage
}

/** Letters on a line in font A: 42 fits the narrowest of the 80 mm printers, 32 all of the 58 mm ones. */
export const columnsOf = { '58': 32, '80': 42 } as const

/** Rows that the paper moves on so that the cut, above the head, is below the last row. */
const ROWS_TO_CUT = 4
/** Dots of a module: 6 and 8 at 8 dots to the millimetre give a ticket's code 16 and 21 mm, a signed one 28 and 37 mm. */
const moduleDots = { '58': 6, '80': 8 } as const
/** The drawer's lock is held open for 100 ms, and may not be again for 500 ms. */
const PULSE_ON_MS = 100
const PULSE_OFF_MS = 500

const encoderFor = (paper: EscPosPaper) =>
  new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns: columnsOf[paper.width],
    codepageMapping: 'epson',
    newline: '\n',
    feedBeforeCut: ROWS_TO_CUT,
    errors: 'strict',
  })
    .initialize()
    .codepage(paper.codePage)

/** The pulse that opens the drawer, by itself: it goes out before any paper. */
export function drawerPulse(): Uint8Array {
  return new ReceiptPrinterEncoder({ language: 'esc-pos', errors: 'strict' })
    .initialize()
    .pulse(0, PULSE_ON_MS, PULSE_OFF_MS)
    .encode()
}

/** A slip from the printer's reset to the cut. */
export function slipToEscPos(slip: Slip, paper: EscPosPaper): Uint8Array {
  const columns = columnsOf[paper.width]
  const encoder = encoderFor(paper)
  for (const row of layOutSlip(slip, columns)) {
    switch (row.kind) {
      case 'rule':
        encoder.line('-'.repeat(columns))
        break
      case 'gap':
        encoder.newline()
        break
      case 'qr':
        encoder
          .newline()
          .align('center')
          .qrcode(row.data, {
            model: 2,
            size: moduleDots[paper.width],
            errorlevel: slipQr(row.data).errorCorrection === 'H' ? 'h' : 'm',
          })
          .align('left')
          .newline()
        break
      case 'text':
        encoder
          .bold(row.bold)
          .size(row.large ? 2 : 1, row.large ? 2 : 1)
          .line(row.text)
          .size(1, 1)
          .bold(false)
    }
  }
  return encoder.cut('partial').encode()
}
