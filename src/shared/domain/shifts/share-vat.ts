/**
 * Shares the VAT of one rate over groups of articles in proportion to what they cost, so that the shares add up to it to the
 * öre: each group gets what the running sum has come to beyond the groups before it. Amounts may be below zero.
 *
 * @returns VAT in öre, one for each amount
 */
export function shareVat(grossOre: readonly number[], vatOre: number): number[] {
  const wholeOre = grossOre.reduce((sum, ore) => sum + ore, 0)
  let runningOre = 0
  let sharedOre = 0
  return grossOre.map((ore, at) => {
    runningOre += ore
    const last = at === grossOre.length - 1
    const upToHere = last ? vatOre : wholeOre === 0 ? 0 : Math.round((vatOre / wholeOre) * runningOre)
    const share = upToHere - sharedOre
    sharedOre = upToHere
    return share
  })
}
