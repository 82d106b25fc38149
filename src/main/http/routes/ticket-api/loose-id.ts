const DIGITS = /^[1-9][0-9]{0,15}$/

/** Reads an id that may be text or a number; undefined when it cannot be one, and so names nothing. */
export function looseId(value: unknown): number | undefined {
  const id = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}
