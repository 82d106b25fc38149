import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DoorListPage } from '#shared/contract/door-list-api'
import { importListKey, openRow, rowKeysOf } from '#shared/sealing/door-row-seal'
import { openDoorOffice } from '../support/door-office'

let door: Awaited<ReturnType<typeof openDoorOffice>>
let at = '2026-12-05T18:00:00.000Z'
beforeAll(async () => {
  door = await openDoorOffice({ now: () => at, tickets: 24 })
})
afterAll(() => door.office.close())

async function ask(cursor?: string): Promise<DoorListPage> {
  const page = await door.lists.page(door.eventId, cursor)
  if (page === undefined) throw new Error('the event is unknown')
  return page
}

/** What a door sees of a ticket in a page, by its code. */
async function look(page: DoorListPage, secret: string, code: string) {
  const keys = await rowKeysOf(await importListKey(secret), code)
  const row = page.rows.find(({ name }) => name === keys.name)
  return row && openRow(keys, row.content)
}

const scan = (code: string, nonce: string) =>
  door.scans.scan({ scanned: code, doorId: 1, eventId: null, mode: 'entry' }, nonce, door.by)

test('a ticket that is shown opens its row, and nothing of it can be read without', async () => {
  const [code = ''] = door.codes
  const page = await ask()
  expect(page).toMatchObject({ total: 24, more: false, facts: { doors: [{ name: 'Entrén' }] } })
  expect(await look(page, page.key ?? '', code)).toEqual({
    ...{ ticketTypeId: door.office.ticketTypeId, status: 'paid', timesUsed: 0, usedDay: null, usedOnDay: 0 },
    ...{ inside: 0, steppedOut: 0, firstUsedAt: null, firstDoorId: null },
  })
  const text = JSON.stringify(page)
  for (const secret of door.codes) expect(text).not.toContain(secret)
  expect(new Set(page.rows.map(({ content }) => content.length)).size).toBe(1)

  const [first, second] = [await rowKeysOf(await importListKey(page.key ?? ''), code), page.rows[1]?.content ?? '']
  if (page.rows[1]?.name !== first.name) await expect(openRow(first, second)).rejects.toThrow()
})

test('whoever asks again hears of what has changed alone: a use, a refund, a sale', async () => {
  const { key, cursor } = await ask()
  expect(await ask(cursor)).toMatchObject({ rows: [], key: null, cursor })

  const [, used = '', refunded = ''] = door.codes
  await scan(used, 'nonce-of-the-second-ticket')
  const afterUse = await ask(cursor)
  expect(afterUse.rows).toHaveLength(1)
  expect(await look(afterUse, key ?? '', used)).toMatchObject({
    timesUsed: 1,
    inside: 1,
    firstUsedAt: at,
    firstDoorId: 1,
  })

  const request = { ticketCodes: [refunded], reason: 'Sjuk', shiftId: 1 }
  const refund = await door.office.refunds.refundTickets(1, request, { ...door.by, key: 'key-of-the-refund-1' })
  expect(refund).toMatchObject({ ok: true })
  const [sold = ''] = await door.sell(1)
  at = '2026-12-05T18:00:10.000Z'
  const later = await ask(afterUse.cursor)
  expect(later.rows).toHaveLength(2)
  expect(await look(later, key ?? '', refunded)).toMatchObject({ status: 'refunded' })
  expect(await look(later, key ?? '', sold)).toMatchObject({ status: 'paid' })
  expect(later.total).toBe(25)
})

test('a cursor of a list that is no more brings the whole list, with its key', async () => {
  const page = await ask(`${'0'.repeat(32)}.17`)
  expect(page.rows).toHaveLength(25)
  expect(page.key).not.toBeNull()
  expect(await door.lists.page(4_711, undefined)).toBeUndefined()
})
