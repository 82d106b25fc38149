import { formatSignedCode } from '#shared/domain/tickets/signed-code'
import { expect, test } from 'vitest'
import { createFindRow } from '#renderer/door-page/judging/find-row'
import { createOfflineJudge, type Signature } from '#renderer/door-page/judging/offline-judge'
import type { DoorFacts } from '#shared/contract/door-list-api'
import type { DoorRules, DoorTicket, ScanMode } from '#shared/domain/check-in/decide-scan'
import { importListKey, sealRow } from '#shared/sealing/door-row-seal'
import { aDoor, aDoorTicket, doorCases, now } from '../support/door-cases'
import { createDoorStorageInMemory } from '../support/door-storage-in-memory'

const CODE = 'ABCDEF'
const noon = '2026-12-05T12:00:00.000Z'

/** A door with a sealed list of one ticket. */
async function openDoor(change: { ticket?: DoorTicket; rules?: Partial<DoorRules>; signature?: Signature } = {}) {
  const { ticket = aDoorTicket(), rules = {}, signature = 'none' } = change
  const storage = createDoorStorageInMemory()
  const key = await importListKey('A'.repeat(43) + '=')
  const facts: DoorFacts = {
    ...{ venueName: 'Fysikalen', language: 'sv', zone: 'Europe/Stockholm', everyoneOutAt: '05:00' },
    event: { id: ticket.eventId, title: 'Fysikalen', eventAt: now.at, doorsOpenAt: ticket.doorsOpenAt },
    doors: [
      {
        ...{ id: 1, version: 1, name: 'Entrén', needsSignature: false, archivedAt: null },
        ...{ eventIds: [...(rules.eventIds ?? [])], ticketTypeIds: [...(rules.ticketTypeIds ?? [])] },
      },
    ],
    ticketKeys: [],
    ticketTypes: [{ id: ticket.ticketTypeId, title: 'Standard', doorNote: '', admit: ticket.admit }],
  }
  await storage.putRows('list', [
    await sealRow(key, CODE, { ...ticket, firstUsedAt: ticket.timesUsed > 0 ? noon : null, firstDoorId: null }),
  ])
  const { eventId } = ticket
  await storage.useList({ listId: 'list', key, eventId, cursor: '', facts, total: 1, asOf: noon }, 0)
  const findRow = createFindRow(storage)
  const judge = createOfflineJudge({ storage, findRow, verify: () => Promise.resolve(signature) })
  const scan = async (scanned = CODE, mode: ScanMode = 'entry', atEvent = eventId) => {
    const scanOf = { nonce: 'nonce-of-a-scan-at-this-door', scanned, at: now.at, doorId: 1, eventId: atEvent, mode }
    const judgement = await judge.judge(scanOf)
    if (judgement.kind !== 'verdict') throw new Error(judgement.kind)
    return judgement
  }
  return { storage, scan }
}

// A list is of one event: a ticket of another is in none that the door has, or is refused by the door's own rules.
const ofThisList = doorCases.filter(({ name }) => name !== 'nor one of another event')

test.each(ofThisList)('without contact: $name: $expected', async ({ ticket, door, expected }) => {
  const rules = aDoor(door)
  const { scan } = await openDoor({ ticket: aDoorTicket(ticket), rules })
  const { verdict } = await scan(CODE, rules.mode)
  expect(verdict.reason ?? verdict.outcome).toBe(expected)
})

test('what the list does not know is never refused outright, and a signature says more', async () => {
  const reasonOf = async (signature: Signature, code: string) =>
    (await (await openDoor({ signature })).scan(code)).verdict
  expect(await reasonOf('none', 'ZZZZZZ')).toMatchObject({ outcome: 'undecided', reason: 'undecided_not_in_list' })
  const signed = (code: string, eventId: number, ticketTypeId = aDoorTicket().ticketTypeId) =>
    formatSignedCode({ code, keyNumber: 1, eventId, ticketTypeId, signature: new Uint8Array(64) })
  const { eventId } = aDoorTicket()
  expect(await reasonOf('valid', signed('ZZZZZZ', eventId))).toMatchObject({ reason: 'undecided_sold_later' })
  // A good signature from another evening, or from a cheaper ticket, vouches for nothing here.
  expect(await reasonOf('valid', signed('ZZZZZZ', 4_711))).toMatchObject({ reason: 'undecided_not_in_list' })
  expect(await reasonOf('valid', signed(CODE, eventId))).toMatchObject({ outcome: 'admitted' })
  expect(await reasonOf('valid', signed(CODE, eventId, 4_711))).toMatchObject({ reason: 'forged_code' })
  expect(await reasonOf('forged', CODE)).toMatchObject({ outcome: 'refused', reason: 'forged_code' })
  expect(await reasonOf('none', 'https://example.com')).toMatchObject({ outcome: 'refused', reason: 'not_a_ticket' })
  const { scan } = await openDoor()
  expect((await scan(CODE, 'entry', 4_711)).verdict.reason).toBe('undecided_not_in_list')
})

test('what has passed here is known here, before the server has told of it', async () => {
  const { scan, storage } = await openDoor()
  const { passed, verdict } = await scan()
  expect(verdict.outcome).toBe('admitted')
  await storage.keep({
    ...{ nonce: 'nonce-of-the-first-scan', order: 1, sealed: CODE, at: now.at, doorId: 1, eventId: 1, mode: 'entry' },
    ...{ outcome: 'admitted', reason: null, settledAtMs: null },
    ...{ rowName: passed?.name ?? null, passage: passed?.passage ?? null, day: passed?.day ?? null },
  })
  expect((await scan()).verdict).toMatchObject({
    reason: 'already_used',
    firstUse: { at: now.at, doorName: 'Entrén' },
    ticket: { uses: { used: 1, allowed: 1 } },
  })
  expect((await scan(CODE, 'exit')).verdict.outcome).toBe('left')
})
