/**
 * What a receipt printer prints, and what the same looks like as text, page or PDF: lines from top to bottom. Composed by the
 * rules of each document, drawn by each device in its own way. `large` is twice as high and wide as `normal`.
 */
export type SlipLine =
  | { kind: 'text'; text: string; align?: 'left' | 'centre' | 'right'; size?: 'normal' | 'large'; bold?: boolean }
  /** Text at the left, an amount at the right. */
  | { kind: 'pair'; left: string; right: string; size?: 'normal' | 'large'; bold?: boolean }
  | { kind: 'rule' }
  | { kind: 'gap' }
  /** A QR code, centred, with its text under it when there is one. */
  | { kind: 'qr'; data: string; caption?: string }

export interface Slip {
  /** For the print queue and the file's name: `Kvitto 17`, `Z-rapport 3`. */
  title: string
  lines: SlipLine[]
}
