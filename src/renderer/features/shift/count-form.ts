import { denominationsOre, smallestNoteOre, type CountedPieces } from '#shared/domain/shifts/cash-count'
import { parseKronor } from '#shared/text/typed-kronor'

/** The fields of a count, in the order in which a drawer is emptied: notes first, the largest first. */
const largestFirst = [...denominationsOre].reverse()
export const notesOre = largestFirst.filter((ore) => ore >= smallestNoteOre)
export const coinsOre = largestFirst.filter((ore) => ore < smallestNoteOre)

/** As typed, by denomination in öre. What survives a reload. */
export interface TypedCount {
  pieces: Record<string, string>
  card: string
  swishByEye: string
  note: string
}

export const emptyCount = (): TypedCount => ({ pieces: {}, card: '', swishByEye: '', note: '' })

const MOST_PIECES = 100_000

/** What was typed for a denomination; undefined when it is no number of pieces. */
export function readPieces(typed: string | undefined): number | undefined {
  const text = (typed ?? '').trim()
  if (text === '') return 0
  return /^\d{1,6}$/.test(text) && Number(text) <= MOST_PIECES ? Number(text) : undefined
}

/** The whole count; a field that makes no sense counts as none, and is marked where it stands. */
export const piecesOf = ({ pieces }: TypedCount): (CountedPieces & { valueOre: (typeof denominationsOre)[number] })[] =>
  largestFirst.map((valueOre) => ({ valueOre, count: readPieces(pieces[String(valueOre)]) ?? 0 }))

/** A total that somebody may have looked up: null when nothing was typed, undefined when it is no amount. */
export function readTotal(typed: string): number | null | undefined {
  return typed.trim() === '' ? null : parseKronor(typed)
}

export const isReadable = (count: TypedCount): boolean =>
  largestFirst.every((ore) => readPieces(count.pieces[String(ore)]) !== undefined) &&
  readTotal(count.card) !== undefined &&
  readTotal(count.swishByEye) !== undefined
