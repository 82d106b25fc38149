import { openText, sealText } from '#shared/sealing/door-row-seal'
import type { DoorMemory, DoorStorage, KeptScan, StoredList } from './door-storage'

const NAME = 'lucka-door'
const VERSION = 1

const nothingYet: DoorMemory = {
  ...{ eventId: null, doorId: 1, deviceName: '', lookOnly: false, clockOffsetMs: 0, conflicts: 0 },
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'))
    }
  })

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve()
    }
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('IndexedDB failed'))
    }
  })

/** The rows of one list lie together. */
const rowsOfList = (listId: string) => IDBKeyRange.bound([listId], [listId, []])

/** The door's storage in the browser's own database: `kept` holds single things by name, `rows` the list, `scans` the scans. */
export async function openIndexedDoorStorage(): Promise<DoorStorage> {
  const opening = indexedDB.open(NAME, VERSION)
  opening.onupgradeneeded = () => {
    const database = opening.result
    database.createObjectStore('kept')
    database.createObjectStore('rows')
    const scans = database.createObjectStore('scans', { keyPath: 'seq', autoIncrement: true })
    scans.createIndex('nonce', 'nonce', { unique: true })
    scans.createIndex('rowName', 'rowName')
  }
  const database = await done(opening)

  const reading = (store: string) => database.transaction(store).objectStore(store)
  const writing = (stores: string[], durability: IDBTransactionDurability) =>
    database.transaction(stores, 'readwrite', { durability })

  async function kept<T>(name: string): Promise<T | undefined> {
    return (await done(reading('kept').get(name))) as T | undefined
  }
  async function setKept(name: string, value: unknown): Promise<void> {
    const transaction = writing(['kept'], 'relaxed')
    transaction.objectStore('kept').put(value, name)
    await ended(transaction)
  }
  async function ownKey(): Promise<CryptoKey> {
    const known = await kept<CryptoKey>('key')
    if (known !== undefined) return known
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    await setKept('key', made)
    return made
  }

  const key = await ownKey()
  let memory = { ...nothingYet, ...(await kept<DoorMemory>('memory')) }
  let list = await kept<StoredList>('list')

  return {
    memory: () => Promise.resolve(memory),
    async remember(change) {
      memory = { ...memory, ...change }
      await setKept('memory', memory)
    },

    list: () => Promise.resolve(list),
    async rowOf(name) {
      if (list === undefined) return undefined
      return (await done(reading('rows').get([list.listId, name]))) as string | undefined
    },
    async passagesOf(name) {
      const scans = (await done(reading('scans').index('rowName').getAll(name))) as KeptScan[]
      return scans.flatMap(({ passage, day, at, doorId }) =>
        passage === null || day === null ? [] : [{ passage, day, at, doorId }],
      )
    },
    async putRows(listId, rows) {
      const transaction = writing(['rows'], 'relaxed')
      const store = transaction.objectStore('rows')
      for (const { name, content } of rows) store.put(content, [listId, name])
      await ended(transaction)
    },
    async useList(next, settledBeforeMs) {
      const transaction = writing(['kept', 'rows', 'scans'], 'strict')
      transaction.objectStore('kept').put(next, 'list')
      if (list !== undefined && list.listId !== next.listId) {
        transaction.objectStore('rows').delete(rowsOfList(list.listId))
      }
      const scans = transaction.objectStore('scans')
      for (const scan of (await done(scans.getAll())) as (KeptScan & { seq: number })[]) {
        if (scan.settledAtMs !== null && scan.settledAtMs < settledBeforeMs) scans.delete(scan.seq)
      }
      await ended(transaction)
      list = next
    },

    async keep(scan) {
      const transaction = writing(['scans'], scan.settledAtMs === null ? 'strict' : 'relaxed')
      const store = transaction.objectStore('scans')
      const seq = await done(store.index('nonce').getKey(scan.nonce))
      store.put(seq === undefined ? scan : { ...scan, seq })
      await ended(transaction)
    },
    async waiting() {
      const scans = (await done(reading('scans').getAll())) as KeptScan[]
      return scans.filter(({ settledAtMs }) => settledAtMs === null)
    },
    async forget(nonce) {
      const transaction = writing(['scans'], 'relaxed')
      const store = transaction.objectStore('scans')
      const seq = await done(store.index('nonce').getKey(nonce))
      if (seq !== undefined) store.delete(seq)
      await ended(transaction)
    },

    seal: (text) => sealText(key, text),
    unseal: (sealed) => openText(key, sealed),
    async wipe() {
      database.close()
      await done(indexedDB.deleteDatabase(NAME))
      list = undefined
      memory = nothingYet
    },
  }
}
