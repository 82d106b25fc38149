import type { DoorView } from './door-view'

/** One answered scan. `code` is null when the text was no ticket code: a stranger's QR code may hold a secret. */
export interface PastScan {
  id: number
  at: string
  code: string | null
  view: Extract<DoorView, { kind: 'verdict' | 'failed' }>
}
