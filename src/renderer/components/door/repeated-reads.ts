/** A camera reads a code that lies before it many times a second. Not seen for this long, it was taken away. */
const goneAfterMs = 2_000

/**
 * Tells a code that is shown from one that is still in view. Two tickets side by side are read in turn, so that each
 * code has its own clock.
 *
 * @returns a function that says whether a read at `atMs` is a new scan
 */
export function createRepeatedReads(): (text: string, atMs: number) => boolean {
  const lastReadAtMs = new Map<string, number>()
  return (text, atMs) => {
    for (const [known, readAtMs] of lastReadAtMs) {
      if (atMs - readAtMs >= goneAfterMs) lastReadAtMs.delete(known)
    }
    const isNew = !lastReadAtMs.has(text)
    lastReadAtMs.set(text, atMs)
    return isNew
  }
}
