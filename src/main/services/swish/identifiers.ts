import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Random ids of the form that Swish wants: 32 upper-case hexadecimal digits. */
export const newSwishId = () => randomBytes(16).toString('hex').toUpperCase()

/** Whether two identifiers are the same, found out in a time that tells nothing of them. */
export function isSame(ours: string | null, theirs: string): boolean {
  if (ours === null) return false
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)]
  return a.length === b.length && timingSafeEqual(a, b)
}
