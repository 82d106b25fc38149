import type { Slip } from './slip'

/**
 * What a print job prints. Tickets and receipts are named, and read when they are printed: a receipt never changes, and a
 * ticket that has ended meanwhile must not come out. `drawer`: no paper, the cash drawer opens.
 */
export type PrintDocument =
  | { kind: 'tickets'; orderId: number }
  | { kind: 'receipt'; receiptId: number; copy: boolean }
  | { kind: 'slip'; slip: Slip }
  | { kind: 'test' }
  | { kind: 'drawer' }
