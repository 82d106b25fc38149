/** Notes in use, in öre. Customers hand over one of these, or a few of one kind. */
const notesOre = [2_000, 5_000, 10_000, 20_000, 50_000, 100_000] as const

const maxOffers = 3

/**
 * What a customer is likely to hand over beside the exact amount: the payable amount rounded up to each note, smallest
 * first, each amount once.
 *
 * @param payableOre whole kronor in öre
 */
export function likelyCashOre(payableOre: number): number[] {
  const roundedUp = notesOre.map((note) => Math.ceil(payableOre / note) * note).filter((amount) => amount > payableOre)
  return [...new Set(roundedUp)].sort((a, b) => a - b).slice(0, maxOffers)
}

const maxKronorDigits = 6

/** The typed amount after one more key; unchanged when the key does not fit. `,` and `.` both start the öre. */
export function typeAmount(typed: string, key: string): string {
  if (key === 'Backspace') return typed.slice(0, -1)
  const next = typed + (key === '.' ? ',' : key)
  return new RegExp(`^[0-9]{1,${String(maxKronorDigits)}}(,[0-9]{0,2})?$`).test(next) ? next : typed
}

/** Öre of a typed amount (`500`, `59,5`), null for nothing typed. */
export function readAmount(typed: string): number | null {
  if (typed === '') return null
  const [kronor = '', ore = ''] = typed.split(',')
  return Number(kronor) * 100 + Number(ore.padEnd(2, '0'))
}
