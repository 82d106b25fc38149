/**
 * Rounds what is paid in cash to whole kronor: 1–49 öre down, 50–99 öre up.
 * Card and Swish are charged exactly. The rounding stands as its own line.
 *
 * @param totalOre whole öre, 0 or more
 * @throws RangeError on a fraction or a negative amount: the caller's bug
 * Source: lag (1970:1029) om avrundning av vissa öresbelopp
 */
export function cashRounding(totalOre: number): { payableOre: number; roundingOre: number } {
  if (!Number.isSafeInteger(totalOre) || totalOre < 0) throw new RangeError(`not an amount in öre: ${totalOre}`)
  const payableOre = Math.floor((totalOre + 50) / 100) * 100
  return { payableOre, roundingOre: payableOre - totalOre }
}
