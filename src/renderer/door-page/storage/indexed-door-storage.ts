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

/** A few rows by name: a record for each row of 20,000 takes the browser a multiple of the time. */
type Bucket = Record<string, string>

/** Names are random, so that their beginnings divide them evenly into 4,096. */
const bucketOf = (name: string) => name.slice(0, 2)

const inOrder = (scans: KeptScan[]) => scans.sort((one, other) => one.order - other.order)

/** The door's storage in the browser's own database: `kept` holds single things by name, `rows` the list, `scans` the scans. */
export async function openIndexedDoorStorage(): Promise<DoorStorage> {
  const opening = indexedDB.open(NAME, VERSION)
  opening.onupgradeneeded = () => {
    const database = opening.result
    database.createObjectStore('kept')
    database.createObjectStore('rows')
    const scans = database.createObjectStore('scans', { keyPath: 'nonce' })
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
      const bucket = (await done(reading('rows').get([list.listId, bucketOf(name)]))) as Bucket | undefined
      return bucket?.[name]
    },
    async passagesOf(name) {
      const scans = (await done(reading('scans').index('rowName').getAll(name))) as KeptScan[]
      return inOrder(scans).flatMap(({ passage, day, at, doorId }) =>
        passage === null || day === null ? [] : [{ passage, day, at, doorId }],
      )
    },
    async putRows(listId, rows) {
      const buckets = new Map<string, Bucket>()
      for (const { name, content } of rows) {
        const bucket = buckets.get(bucketOf(name)) ?? {}
        bucket[name] = content
        buckets.set(bucketOf(name), bucket)
      }
      const transaction = writing(['rows'], 'relaxed')
      const store = transaction.objectStore('rows')
      for (const [start, bucket] of buckets) {
        const key = [listId, start]
        const known = list?.listId === listId ? ((await done(store.get(key))) as Bucket | undefined) : undefined
        store.put({ ...known, ...bucket }, key)
      }
      await ended(transaction)
    },
    async useList(next, settledBeforeMs) {
      const transaction = writing(['kept', 'rows', 'scans'], 'strict')
      transaction.objectStore('kept').put(next, 'list')
      if (list !== undefined && list.listId !== next.listId) {
        transaction.objectStore('rows').delete(rowsOfList(list.listId))
      }
      const scans = transaction.objectStore('scans')
      for (const scan of (await done(scans.getAll())) as KeptScan[]) {
        if (scan.settledAtMs !== null && scan.settledAtMs < settledBeforeMs) scans.delete(scan.nonce)
      }
      await ended(transaction)
      list = next
    },

    async keep(scan) {
      const transaction = writing(['scans'], scan.settledAtMs === null ? 'strict' : 'relaxed')
      transaction.objectStore('scans').put(scan)
      await ended(transaction)
    },
    async waiting() {
      const scans = (await done(reading('scans').getAll())) as KeptScan[]
      return inOrder(scans).filter(({ settledAtMs }) => settledAtMs === null)
    },
    async forget(nonce) {
      const transaction = writing(['scans'], 'relaxed')
      transaction.objectStore('scans').delete(nonce)
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
