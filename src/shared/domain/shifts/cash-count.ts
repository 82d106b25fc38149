/** Swedish coins and notes in use, in öre, smallest first. Source: Sveriges riksbank, valid coins and notes, 2026-11. */
export const denominationsOre = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000] as const

/** From here on it is a note. */
export const smallestNoteOre = 2_000

/** So many pieces of one coin or note. */
export interface CountedPieces {
  valueOre: number
  count: number
}

/** What the pieces are worth together, in öre. */
export const cashCounted = (pieces: readonly CountedPieces[]): number =>
  pieces.reduce((sum, { valueOre, count }) => sum + valueOre * count, 0)
