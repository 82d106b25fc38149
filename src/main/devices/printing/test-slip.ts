import type { Slip } from '#shared/domain/printing/slip'
import { formatDateTime } from '#shared/text/format-time'
import type { Language } from '#shared/text/language'
import { receiptWords } from './receipt-words'

const words = {
  sv: { title: 'Provutskrift', letters: 'Står det åäö ÅÄÖ é € rätt?', width: 'Raden ska fylla pappret:' },
  en: { title: 'Test print', letters: 'Do åäö ÅÄÖ é € look right?', width: 'This row should fill the paper:' },
}

/**
 * What a test prints: letters, sizes, an amount, a code and the cut, and the words that it is no receipt.
 *
 * @param about.columns letters on a line of a receipt printer; undefined where letters are not on a grid
 */
export function testSlip(
  about: { printerName: string; venueName: string; at: string; zone: string; columns: number | undefined },
  language: Language,
): Slip {
  const { title, letters, width } = words[language]
  return {
    title: `${title} ${about.printerName}`,
    lines: [
      { kind: 'text', text: receiptWords[language].notAReceipt, align: 'centre', size: 'large', bold: true },
      { kind: 'text', text: about.venueName, align: 'centre', bold: true },
      { kind: 'text', text: `${title}: ${about.printerName}`, align: 'centre' },
      { kind: 'text', text: formatDateTime(about.at, about.zone, language), align: 'centre' },
      { kind: 'rule' },
      { kind: 'text', text: letters },
      ...(about.columns === undefined
        ? []
        : [
            { kind: 'text' as const, text: width },
            { kind: 'text' as const, text: '1234567890'.repeat(5).slice(0, about.columns) },
          ]),
      { kind: 'pair', left: 'räksmörgås', right: '123,45', bold: true },
      { kind: 'qr', data: 'LUCKA', caption: 'LUCKA' },
      { kind: 'text', text: receiptWords[language].notAReceipt, align: 'centre', size: 'large', bold: true },
    ],
  }
}
