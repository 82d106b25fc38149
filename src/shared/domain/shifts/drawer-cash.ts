/** What moved cash in a drawer since it was opened. Whole öre, none below zero; sales and refunds with their rounding. */
export interface DrawerCash {
  floatOre: number
  paidInOre: number
  paidOutOre: number
  salesOre: number
  refundsOre: number
}

/** What must lie in the drawer. It may be below zero on paper, when more was paid out than was ever recorded as put in. */
export const expectedCash = (cash: DrawerCash): number =>
  cash.floatOre + cash.paidInOre - cash.paidOutOre + cash.salesOre - cash.refundsOre
