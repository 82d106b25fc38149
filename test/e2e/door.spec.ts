import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { projectFolder } from './support/electron-install'
import { openServedScreens } from './support/served-screens'
import { openTill, scanWithWedge, signIn, verdict } from './support/staff-pages'

/* The door as a person at a keyboard works it. The pictures go to test-results/door. */

const pictures = join(projectFolder, 'test-results', 'door')

async function look(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(
    violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target).join(', ')}`),
  ).toEqual([])
}

/** Sells for cash over the API. @returns the codes */
async function sell(page: Page, typeTitle: string, count: number, email: string): Promise<string[]> {
  return page.evaluate(
    async ([title, wanted, address]) => {
      const call = async (method: string, path: string, body?: unknown) => {
        const headers = { 'x-lucka-client': 'staff', 'idempotency-key': crypto.randomUUID() }
        const json =
          body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
        return (await fetch(`/api/v1${path}`, { method, ...json })).json()
      }
      const { events, ticketTypes } = await call('GET', '/catalogue')
      const { registers } = await call('GET', '/registers')
      const order = await call('POST', '/orders', {
        eventId: events[0].id,
        shiftId: registers[0].openShift.id,
        lines: [
          { ticketTypeId: ticketTypes.find((type: { title: string }) => type.title === title).id, count: wanted },
        ],
        email: address,
      })
      const givenOre = Number(order.totalOre) + 100
      const paid = await call('POST', `/orders/${order.id}/cash-payments`, { givenOre })
      return paid.tickets.map(({ code }: { code: string }) => code)
    },
    [typeTitle, count, email] as const,
  )
}

/** Later than a scanning phone sends the same code twice. */
async function scanAgain(page: Page, code: string): Promise<void> {
  await page.waitForTimeout(1_100)
  await scanWithWedge(page, code)
}

const field = (page: Page) => page.locator('[data-tone]')

test('modes, attention, repeats and a search by mail, by keyboard alone', async () => {
  test.setTimeout(240_000)
  const screens = await openServedScreens({
    demo: true,
    context: { viewport: { width: 1024, height: 768 }, locale: 'sv-SE' },
  })
  const { page, server } = screens
  try {
    await signIn(page, 'manager')
    await openTill(page)
    const [first = ''] = await sell(page, 'Standardbiljett', 1, 'maja.lind@example.se')
    const [student = '', other = ''] = await sell(page, 'Studentbiljett', 2, 'sven@example.se')
    await page.goto(`${server.url}/#/door`)
    await expect(verdict(page)).toContainText('Skanna en biljett')
    await look(page, 'idle')

    await test.step('only looking counts nothing, and says so', async () => {
      await page.keyboard.press('F4')
      await expect(field(page)).toHaveAttribute('data-mode', 'look')
      await look(page, 'idle-look')
      await scanWithWedge(page, student)
      await expect(verdict(page)).toContainText('Giltig')
      await expect(page.getByText('BARA TITTA: inget räknas')).toBeVisible()
    })

    await test.step('in, with something to look at', async () => {
      await page.keyboard.press('F2')
      await scanAgain(page, student)
      await expect(field(page)).toHaveAttribute('data-tone', 'attention')
      await look(page, 'attention')
    })

    await test.step('the same ticket again is red, and the same red again is a new answer', async () => {
      await scanAgain(page, student)
      await expect(verdict(page)).toContainText('Redan inne')
      await expect(verdict(page)).toContainText('Entrén')
      await look(page, 'refused')
      const before = await field(page).locator('.turn').getAttribute('class')
      await scanAgain(page, student)
      await expect(field(page).locator('.turn')).not.toHaveAttribute('class', before ?? '')
    })

    await test.step('out, and back again', async () => {
      await page.keyboard.press('F3')
      await scanAgain(page, student)
      await expect(verdict(page)).toContainText('Ute')
      await look(page, 'left')
      await page.keyboard.press('F2')
      await scanAgain(page, student)
      await expect(verdict(page)).toContainText('Välkommen åter')
      await scanWithWedge(page, other)
      await expect(field(page)).toHaveAttribute('data-tone', 'attention')
    })

    await test.step('found by mail, and checked in', async () => {
      await page.keyboard.press('Control+f')
      await page.keyboard.type('maja.lind', { delay: 120 })
      await expect(page.getByRole('option')).toContainText(first)
      await look(page, 'search')
      await page.keyboard.press('Enter')
      await expect(verdict(page)).toContainText('Välkommen')
      await expect(page.getByText('3 av 3 insläppta').first()).toBeVisible()
    })

    await test.step('taken back', async () => {
      await page.getByRole('button', { name: `Ångra ${first}` }).click()
      await page.keyboard.press('Enter')
      await expect(page.getByText('Ångrad')).toBeVisible()
      await expect(page.getByText('2 av 3 insläppta').first()).toBeVisible()
      await look(page, 'undone')
    })

    await test.step('a door asks for the PIN of somebody who may take back', async () => {
      await page.getByRole('button', { name: /Maja Lind/ }).click()
      await page.getByText('Logga ut').click()
      await signIn(page, 'door')
      await scanAgain(page, first)
      await expect(verdict(page)).toContainText('Välkommen')
      await page
        .getByRole('button', { name: `Ångra ${first}` })
        .first()
        .click()
      await page.keyboard.press('Enter')
      await expect(page.getByLabel(/PIN för Maja/)).toBeFocused()
      await look(page, 'undo-pin')
      await page.keyboard.type('111111', { delay: 120 })
      await page.keyboard.press('Enter')
      await expect(page.getByText('2 av 3 insläppta').first()).toBeVisible()
    })

    await test.step('a phone has room for it all', async () => {
      await page.setViewportSize({ width: 390, height: 844 })
      await look(page, 'phone')
    })
  } finally {
    await screens.close()
  }
})
