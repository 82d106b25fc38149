import type { VatPart } from '#shared/domain/money/vat'

/** What a control unit signs of a receipt. Amounts are whole öre; of a return they are below zero. */
interface SignedFacts {
  kind: 'sale' | 'return'
  organisationNumber: string
  registerName: string
  receiptNumber: number
  at: string
  totalOre: number
  vat: readonly VatPart[]
}

/** `none`: no unit is attached, and none is asked. `out_of_order`: one is, and does not answer or refuses. */
type ControlUnitState = 'none' | 'ready' | 'out_of_order'

/**
 * The device that makes a certified cash register of a till: it counts and signs each receipt. Lucka brings no driver; this
 * is where one is attached. What attaching takes stands in docs/decisions/0012-control-unit.md.
 */
export interface ControlUnit {
  state: () => ControlUnitState
  /** @returns what the receipt carries; undefined when the unit did not sign, and then the sale must not be completed */
  sign: (facts: SignedFacts) => Promise<{ unitNumber: string; code: string } | undefined>
}

/** A till without a control unit: sellers below the limit, exempt ones, and use beside a certified register. */
export const noControlUnit: ControlUnit = {
  state: () => 'none',
  sign: () => Promise.resolve(undefined),
}
