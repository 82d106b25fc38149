import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEveryoneOut } from '#main/services/door/everyone-out'
import { createSeatNews } from '#main/services/seat-news'
import { countAdmissions } from '#main/storage/repositories/check-in-repository'
import { doorDay } from '#shared/time/door-day'
import { openDoorOffice } from '../support/door-office'

let door: Awaited<ReturnType<typeof openDoorOffice>>
/** A December evening in Stockholm, where the doors' day begins at 05:00. */
let at = '2026-12-05T18:00:00.000Z'
beforeAll(async () => {
  door = await openDoorOffice({ now: () => at, tickets: 3 })
})
afterAll(() => door.office.close())

/** What a start makes: it remembers nothing but what is stored. */
function startAgain() {
  const { storage, news, failures } = door.office
  const onError = (error: unknown) => failures.push(error)
  return createEveryoneOut({
    inTransaction: storage.inTransaction,
    now: () => at,
    seatNews: createSeatNews({ read: storage.read, news, onError }),
    dayOf: (instant) => doorDay(instant, 'Europe/Stockholm', '05:00'),
  })
}

const enter = (code: string) =>
  door.scans.scan({ scanned: code, doorId: 1, eventId: null, mode: 'entry' }, `nonce-of-${code}-at-${at}`, door.by)
const inside = async () => (await door.office.storage.read((db) => countAdmissions(db, door.eventId))).inside

test('at the set hour everybody is counted as gone, once, and also when nothing ran at that hour', async () => {
  const [first = '', second = '', third = ''] = door.codes
  await startAgain().look()
  await enter(first)
  const running = startAgain()
  at = '2026-12-06T03:59:00.000Z'
  await running.look()
  expect(await inside(), 'a minute before the hour').toBe(1)
  at = '2026-12-06T04:00:00.000Z'
  await running.look()
  expect(await inside(), 'at the hour').toBe(0)

  at = '2026-12-06T17:00:00.000Z'
  await enter(second)
  await running.look()
  await startAgain().look()
  expect(await inside(), 'started again on the same evening').toBe(1)

  at = '2026-12-09T17:00:00.000Z'
  await startAgain().look()
  expect(await inside(), 'started days later').toBe(0)
  await enter(third)
  expect(await inside()).toBe(1)
  expect(door.office.failures).toEqual([])
})
