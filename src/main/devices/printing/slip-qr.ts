import type { QrContent } from '../tickets/ticket-qr'

/** So short a text fits the smallest symbol with the strongest correction. */
const SHORT_TEXT = 10

/** How a slip's QR code is made, on every kind of paper. */
export const slipQr = (text: string): QrContent => ({
  text,
  errorCorrection: text.length <= SHORT_TEXT ? 'H' : 'M',
  mode: 'auto',
})
