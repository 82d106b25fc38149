import { Type, type Static } from 'typebox'
import { ScanMode, ScanOutcome, ScanReason } from './check-in-api'
import { Instant, Nullable } from './common'

/** One try at a door with one ticket, as a person looks at it afterwards. */
export const OrderScan = Type.Object({
  ticketCode: Type.String(),
  at: Instant,
  mode: ScanMode,
  doorName: Type.String(),
  deviceName: Nullable(Type.String()),
  staffName: Nullable(Type.String()),
  outcome: ScanOutcome,
  /** Null when it passed. */
  reason: Nullable(ScanReason),
  /** The door decided it by itself, without contact. */
  offline: Type.Boolean(),
  /** Somebody has taken it back. */
  undone: Nullable(Type.Object({ at: Instant, by: Type.String() })),
})
export type OrderScan = Static<typeof OrderScan>

/**
 * GET /api/v1/orders/:id/scans: what the doors have done with an order's tickets, oldest first. 404 `order_not_found`. Uses by the
 * ticket API and at the till are no scans.
 */
export const OrderScanList = Type.Object({ scans: Type.Array(OrderScan) })
export type OrderScanList = Static<typeof OrderScanList>
