import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { join } from 'node:path'
import { openConnections } from '../support/http-client'
import { startServerProcess } from '../support/server-process'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { openServedScreens } from './support/served-screens'
import { signIn } from './support/staff-pages'

let screens: Awaited<ReturnType<typeof openServedScreens>>
let connections: ReturnType<typeof openConnections>
let staff: StaffApi
let door: Page
let eventId: number
let codes: string[]

test.beforeEach(async () => {
  screens = await openServedScreens({ demo: true, context: { viewport: { width: 390, height: 844 } } })
  connections = openConnections(screens.server.url)
  staff = await signInAsDemoManager(connections)
  const { events } = await staff.catalogue()
  eventId = events[0]?.id ?? 0
  const order = await staff.sellForCash(eventId, events[0]?.ticketTypeIds[0] ?? 0, 6)
  codes = order.tickets.map(({ code }) => code)
  await screens.page.setViewportSize({ width: 1280, height: 800 })
  await signIn(screens.page, 'door')
  door = await openDoor()
})
test.afterEach(async () => {
  connections.close()
  await screens.close()
})

/** A door of its own, on the event that the tickets are for. */
async function openDoor(page?: Page): Promise<Page> {
  const opened = page ?? (await screens.context.newPage())
  await opened.goto(`${screens.server.url}/door/`)
  await opened.getByRole('button', { name: 'Börja skanna' }).click()
  await expect(opened.getByText('Listan är färsk')).toBeVisible()
  await opened.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  return opened
}

/** As a scanner types: quickly, with an Enter at the end, with no field in focus. */
async function scan(page: Page, code: string, word: string | RegExp): Promise<void> {
  await page.keyboard.type(`${code}\n`)
  await expect(page.locator('[role=status] .word')).toHaveText(word)
}

const waits = (page: Page, count: number) =>
  expect(page.getByRole('main')).toHaveAttribute('data-waiting', String(count))
const contact = (page: Page, there: boolean) =>
  expect(page.getByRole('main')).toHaveAttribute('data-contact', String(there))

/** Everything that the page keeps, as text. */
const readStorage = (page: Page) =>
  page.evaluate(async () => {
    const kept: unknown[] = [Object.entries(localStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const store of database.objectStoreNames) {
        kept.push(
          await new Promise((resolve) => {
            const reading = database.transaction(store).objectStore(store).getAll()
            reading.onsuccess = () => resolve(reading.result)
          }),
        )
      }
      database.close()
    }
    return JSON.stringify(kept)
  })

test('a door goes on when the network is cut and when the server dies, through reloads, and loses nothing', async () => {
  const [first = '', second = '', third = '', fourth = ''] = codes
  await scan(door, first, 'Välkommen')
  await scan(door, first, /Redan inne/)
  await waits(door, 0)

  await screens.context.setOffline(true)
  await contact(door, false)
  await scan(door, second, 'Välkommen')
  await scan(door, second, /Redan inne/)
  await scan(door, first, /Redan inne/)
  await scan(door, 'ZZZZZZ', 'Inte i listan')
  await expect(door.getByText(/Dörrens lista är från/)).toBeVisible()
  await waits(door, 4)

  await door.reload()
  await contact(door, false)
  await waits(door, 4)
  await scan(door, second, /Redan inne/)
  await scan(door, third, 'Välkommen')
  await waits(door, 6)
  const kept = await readStorage(door)
  for (const secret of [...codes, 'ZZZZZZ', '@']) expect(kept).not.toContain(secret)

  await screens.context.setOffline(false)
  await contact(door, true)
  await waits(door, 0)
  const { admitted } = await staff.call<{ admitted: number }>('GET', `/events/${String(eventId)}/admissions`)
  expect(await staff.checkIn(second)).toMatchObject({ reason: 'already_used' })
  expect(await staff.checkIn(third)).toMatchObject({ reason: 'already_used' })
  const after = await staff.call<{ admitted: number }>('GET', `/events/${String(eventId)}/admissions`)
  expect(after.admitted).toBe(admitted)

  const { dataFolder, port } = screens.server
  await screens.server.kill()
  await scan(door, fourth, 'Välkommen')
  await contact(door, false)
  await waits(door, 1)
  await door.reload()
  await waits(door, 1)
  await scan(door, fourth, /Redan inne/)
  await using server = await startServerProcess({ dataFolder, port })
  await contact(door, true)
  await waits(door, 0)
  expect(server.port).toBe(port)
})

test('two doors without contact let in the same ticket: both are written down, and one is listed', async () => {
  const other = await screens.context.browser()?.newContext({ storageState: await screens.context.storageState() })
  if (other === undefined) throw new Error('there is no browser')
  const elsewhere = await openDoor(await other.newPage())
  const [code = ''] = codes
  for (const context of [screens.context, other]) await context.setOffline(true)
  await scan(door, code, 'Välkommen')
  await scan(elsewhere, code, 'Välkommen')
  for (const context of [screens.context, other]) await context.setOffline(false)
  for (const page of [door, elsewhere]) {
    await contact(page, true)
    await waits(page, 0)
  }
  const told = await Promise.all([door, elsewhere].map((page) => page.getByText('1 insläpp att se över').count()))
  expect(told.sort()).toEqual([0, 1])
  await other.close()
})

for (const language of ['sv', 'en'] as const) {
  test(`it fits phones and tablets, in plain words that everybody can read: ${language}`, async () => {
    const pictures = process.env['LUCKA_PICTURES']
    const settings = await staff.call<{ venue: object }>('GET', '/settings')
    await staff.call('PUT', '/settings/venue', { ...settings.venue, language })
    await door.reload()
    await expect(door.getByRole('button', { name: language === 'sv' ? 'Skriv kod' : 'Type a code' })).toBeVisible()
    for (const [index, [width, height]] of [[390, 844] as const, [1024, 768] as const].entries()) {
      await door.setViewportSize({ width, height })
      const code = codes[index] ?? ''
      for (const [name, act] of [
        ['idle', () => expect(door.locator('[data-tone=idle]')).toBeVisible()],
        ['admitted', () => scan(door, code, /Välkommen|Welcome/)],
        ['refused', () => scan(door, code, /Redan inne|Already in/)],
      ] as const) {
        await act()
        if (pictures)
          await door.screenshot({ path: join(pictures, `door-page-${language}-${name}-${String(width)}.png`) })
        const cut = await door.evaluate(() => {
          const field = document.querySelector('[data-tone]')?.getBoundingClientRect()
          const texts = [...document.querySelectorAll('.word, .line')].map((it) => it.getBoundingClientRect())
          const sticksOut = texts.some(({ top, bottom }) => field && (top < field.top || bottom > field.bottom))
          return sticksOut || document.documentElement.scrollWidth > innerWidth
        })
        expect(cut, `${name} at ${String(width)}`).toBe(false)
        const { violations } = await new AxeBuilder({ page: door }).analyze()
        const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(grave.map(({ id }) => id)).toEqual([])
      }
      await scan(door, 'not-a-ticket', /Ingen biljett|Not a ticket/)
      await door.reload()
    }
  })
}
