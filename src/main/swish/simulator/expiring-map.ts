/**
 * A map that forgets its entries after a time, and the oldest ones when there are too many. Entries leave in the order
 * in which they came, which is a Map's own order, so that forgetting costs nothing but the entries that go.
 */
export interface ExpiringMap<T extends { createdAtMs: number }> {
  get(key: string, nowMs: number): T | undefined
  add(key: string, entry: T): void
}

export function createExpiringMap<T extends { createdAtMs: number }>(limits: {
  keepMs: number
  maxEntries: number
  onForget?: (entry: T) => void
}): ExpiringMap<T> {
  const entries = new Map<string, T>()

  function forgetOld(nowMs: number): void {
    for (const [key, entry] of entries) {
      const keep = nowMs - entry.createdAtMs < limits.keepMs && entries.size <= limits.maxEntries
      if (keep) return
      entries.delete(key)
      limits.onForget?.(entry)
    }
  }

  return {
    get(key, nowMs) {
      forgetOld(nowMs)
      return entries.get(key)
    },
    add(key, entry) {
      entries.delete(key) // Or a replaced entry would keep its old place in the order.
      entries.set(key, entry)
      forgetOld(entry.createdAtMs)
    },
  }
}
