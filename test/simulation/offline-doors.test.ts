import { expect, test } from 'vitest'
import { ApiError, NetworkError } from '#renderer/api/client'
import { createContact } from '#renderer/door-page/contact'
import { createDoorScanner } from '#renderer/door-page/door-scanner'
import { createDoorSync } from '#renderer/door-page/door-sync'
import { createFindRow } from '#renderer/door-page/judging/find-row'
import { createHybridJudge } from '#renderer/door-page/judging/hybrid-judge'
import { createOfflineJudge } from '#renderer/door-page/judging/offline-judge'
import { createOnlineJudge } from '#renderer/door-page/judging/online-judge'
import type { DecidedScan } from '#shared/contract/scan-upload-api'
import { normaliseTicketCode } from '#shared/domain/tickets/ticket-code'
import { openDoorOffice } from '../support/door-office'
import { createDoorStorageInMemory } from '../support/door-storage-in-memory'
import { createSeededRandom } from '../support/seeded-random'

/*
 * Four doors, each one to sixty minutes without the server and with a clock up to ten minutes off, scan tickets that several of them
 * see. Real services on a real database. Nothing may be lost, and whoever came in twice must be listed once all have met.
 */

const MINUTE = 60_000
const evening = Date.parse('2026-12-05T18:00:00.000Z')
const doorCount = 4
const tickets = 60
const scansInAll = 240

test('four doors without contact lose no scan, every double entry is listed, and sending again changes nothing', async () => {
  const random = createSeededRandom('offline doors')
  let nowMs = evening
  const office = await openDoorOffice({ now: () => new Date(nowMs).toISOString(), tickets })
  const { storage: database } = office.office

  const sent: DecidedScan[] = []
  const told: { nonce: string; code: string; outcome: string }[] = []
  let nonces = 0
  const newNonce = () => `nonce-of-scan-${String(++nonces).padStart(6, '0')}`

  async function openDoor(index: number) {
    const storage = createDoorStorageInMemory()
    const ownMs = nowMs + random.between(-10, 10) * MINUTE
    const clockMs = () => ownMs + (nowMs - evening)
    let cut = false
    /** What becomes of a call: lost on the way there or back, or answered. */
    async function reach<T>(act: () => Promise<T>): Promise<T> {
      if (cut) throw new NetworkError('cut')
      const answer = await act()
      if (random.chance(0.05)) throw new NetworkError('the answer was lost')
      return answer
    }
    const contact = createContact(() => undefined)
    const findRow = createFindRow(storage)
    const sync = createDoorSync({
      ...{ storage, contact, nowMs: clockMs, onChange: () => undefined },
      isUnderWay: (nonce) => scanner.isUnderWay(nonce),
      upload: (scans) =>
        reach(async () => {
          sent.push(...scans)
          const answer = await office.scans.upload(scans, office.by)
          if (!answer.ok) throw new ApiError(404, answer.error.code, '', {})
          return answer.value
        }),
      getPage: (eventId, cursor) =>
        reach(async () => {
          const page = await office.lists.page(eventId, cursor)
          if (page === undefined) throw new ApiError(404, 'event_not_found', '', {})
          return page
        }),
    })
    const scanner = createDoorScanner({
      ...{ storage, findRow, isThere: contact.isThere, nowMs: clockMs },
      isTicket: (scanned) => normaliseTicketCode(scanned) !== undefined,
      judge: createHybridJudge({
        online: createOnlineJudge({
          findRow,
          async ask(request, nonce) {
            try {
              const answer = await reach(() => office.scans.scan(request, nonce, office.by))
              return answer.ok
                ? { kind: 'verdict', verdict: answer.value }
                : { kind: 'failed', code: answer.error.code }
            } catch {
              return { kind: 'unreachable' }
            }
          },
        }),
        offline: createOfflineJudge({ storage, findRow, verify: () => Promise.resolve('none') }),
        ...{ contact, flush: sync.flush },
      }),
    })
    await storage.remember({ eventId: office.eventId })
    for (let tries = 0; (await storage.list()) === undefined && tries < 20; tries++) await sync.run()
    return {
      storage,
      sync,
      setCut: (now: boolean) => {
        cut = now
        if (now) contact.cut()
      },
      async meet() {
        cut = false
        for (let tries = 0; tries < 50; tries++) {
          await sync.run()
          if ((await storage.waiting()).length === 0 && contact.isThere()) return
        }
        throw new Error(`door ${String(index)} never got through`)
      },
      async scan(code: string) {
        const at = new Date(clockMs() + (await storage.memory()).clockOffsetMs).toISOString()
        const nonce = newNonce()
        const request = { nonce, scanned: code, at, doorId: 1, eventId: office.eventId, mode: 'entry' as const }
        const judgement = await scanner.scan(request)
        if (judgement.kind !== 'verdict') throw new Error(judgement.kind)
        told.push({ nonce, code, outcome: judgement.verdict.outcome })
      },
    }
  }

  const doors = await Promise.all(Array.from({ length: doorCount }, (_, index) => openDoor(index)))
  const backAtMs = doors.map(() => 0)
  for (let count = 0; count < scansInAll; count++) {
    nowMs += random.between(1, 30) * 1_000
    const index = random.below(doorCount)
    const door = doors[index]
    if (door === undefined) continue
    const backAt = backAtMs[index] ?? 0
    if (backAt === 0 && random.chance(0.2)) {
      backAtMs[index] = nowMs + random.between(1, 60) * MINUTE
      door.setCut(true)
    } else if (backAt !== 0 && nowMs >= backAt) {
      backAtMs[index] = 0
      await door.meet()
    }
    await door.scan(random.pick(office.codes))
  }
  nowMs += 61 * MINUTE
  for (const door of doors) await door.meet()

  const read = () =>
    database.read(async (db) => ({
      scans: await db.selectFrom('scan').selectAll().orderBy('id').execute(),
      conflicts: await db
        .selectFrom('scan_conflict')
        .innerJoin('scan', 'scan.id', 'scan_conflict.scan_id')
        .select(['scan.code', 'scan_conflict.reason'])
        .execute(),
      uses: await db.selectFrom('ticket').select(['code', 'times_used as times']).execute(),
    }))
  const stored = await read()

  // Nothing that anybody was told is missing, and it is stored as it was told.
  const outcomes = new Map(stored.scans.map(({ nonce, outcome }) => [nonce, outcome]))
  for (const { nonce, outcome } of told) {
    expect([outcomes.get(nonce), outcomes.get(`${nonce}:offline`)], nonce).toContain(outcome)
  }
  // Every person who was let in is a use, and all but the first of a ticket are listed.
  for (const { code, times } of stored.uses) {
    const letIn = told.filter((it) => it.code === code && it.outcome === 'admitted').length
    const listed = stored.conflicts.filter((it) => it.code === code).length
    expect(times, code).toBe(letIn)
    expect(listed, code).toBe(Math.max(0, letIn - 1))
  }
  expect(stored.conflicts.length).toBeGreaterThan(0)

  for (let at = 0; at < sent.length; at += 50) await office.scans.upload(sent.slice(at, at + 50), office.by)
  expect(await read()).toEqual(stored)
  expect(office.office.brokenInvariants()).toEqual([])
  await office.office.close()
})
