/** Enough of a mail address to ask its owner for the rest: `maja.lind@example.se` becomes `ma…@example.se`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  // Of a short name nothing may be left to guess.
  const shown = at > 4 ? 2 : 1
  return at < 1 ? '…' : `${address.slice(0, shown)}…${address.slice(at)}`
}
