import type { DoorMemory, DoorStorage, KeptScan, StoredList } from '#renderer/door-page/storage/door-storage'

/** A device's storage without a browser, by the same rules; what is in it outlives the door that uses it. */
export function createDoorStorageInMemory(): DoorStorage {
  let memory: DoorMemory = {
    ...{ eventId: null, doorId: 1, deviceName: '', lookOnly: false, clockOffsetMs: 0, conflicts: 0 },
  }
  let list: StoredList | undefined
  const rows = new Map<string, Map<string, string>>()
  const scans = new Map<string, KeptScan>()

  return {
    memory: () => Promise.resolve(memory),
    async remember(change) {
      memory = { ...memory, ...change }
    },
    list: () => Promise.resolve(list),
    rowOf: (name) => Promise.resolve(rows.get(list?.listId ?? '')?.get(name)),
    async passagesOf(name) {
      return [...scans.values()].flatMap(({ rowName, passage, day, at, doorId }) =>
        rowName !== name || passage === null || day === null ? [] : [{ passage, day, at, doorId }],
      )
    },
    async putRows(listId, added) {
      const own = rows.get(listId) ?? new Map<string, string>()
      for (const { name, content } of added) own.set(name, content)
      rows.set(listId, own)
    },
    async useList(next, settledBeforeMs) {
      list = next
      for (const id of rows.keys()) if (id !== next.listId) rows.delete(id)
      for (const [nonce, { settledAtMs }] of scans) {
        if (settledAtMs !== null && settledAtMs < settledBeforeMs) scans.delete(nonce)
      }
    },
    async keep(scan) {
      scans.set(scan.nonce, scan)
    },
    waiting: () => Promise.resolve([...scans.values()].filter(({ settledAtMs }) => settledAtMs === null)),
    async forget(nonce) {
      scans.delete(nonce)
    },
    seal: (text) => Promise.resolve(text),
    unseal: (text) => Promise.resolve(text),
    async wipe() {
      list = undefined
      rows.clear()
      scans.clear()
    },
  }
}
