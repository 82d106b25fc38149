import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { RefundService } from './refund-service'
import type { SwishService } from './swish-service'

/** All that is believed of a callback: which payment or refund to ask Swish about. */
const Named = Type.Object({ id: Type.String({ pattern: '^[0-9A-Fa-f]{32}$' }) })

export interface SwishCallbacks {
  /**
   * Takes up a call from Swish. Its body is believed in nothing but the id, and only with the right identifier; the truth is
   * then read from Swish. A body that names nothing (Swish has been seen to send empty ones) is found by its identifier.
   *
   * @returns whether it was one of ours
   */
  receive: (callback: { identifier: string | undefined; body: string }) => Promise<boolean>
}

export function createSwishCallbacks(deps: {
  swish: Pick<SwishService, 'receiveCallback'>
  refunds: Pick<RefundService, 'receiveCallback'>
}): SwishCallbacks {
  return {
    async receive({ identifier, body }) {
      const callback = { identifier, instructionId: instructionIdOf(body) }
      return (await deps.swish.receiveCallback(callback)) || deps.refunds.receiveCallback(callback)
    },
  }
}

function instructionIdOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    return Value.Check(Named, parsed) ? parsed.id.toUpperCase() : undefined
  } catch {
    return undefined
  }
}
