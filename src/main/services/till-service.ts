import { createBasketService, type BasketService } from './till/basket-service'
import { createDiscountService, type DiscountService } from './till/discount-service'
import { createReversalService, type ReversalService } from './till/reversal-service'
import { createTenderService, type TenderService } from './till/tender-service'
import type { TillDeps } from './till/till-deps'

export type TillService = BasketService & DiscountService & TenderService & ReversalService

/** Selling over the counter. Each write carries the client's key: a double click never makes a second sale. */
export function createTillService(deps: TillDeps): TillService {
  return {
    ...createBasketService(deps),
    ...createDiscountService(deps),
    ...createTenderService(deps),
    ...createReversalService(deps),
  }
}
