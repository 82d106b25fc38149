import type { Slip } from '#shared/domain/printing/slip'
import { layOutSlip } from './lay-out-slip'

/** What an 80 mm receipt printer writes on a line. */
const COLUMNS = 42

/** A slip as plain text, for a mail: what is large on paper is spaced out here. */
export function slipToText(slip: Slip): string {
  const rows = layOutSlip(slip, COLUMNS).map((row) => {
    switch (row.kind) {
      case 'rule':
        return '-'.repeat(COLUMNS)
      case 'gap':
        return ''
      case 'qr':
        return `[ ${row.data} ]`
      case 'text':
        return (row.large ? row.text.replace(/./gu, '$& ') : row.text).trimEnd()
    }
  })
  return `${rows.join('\n')}\n`
}
