import { expect, test, type Page } from '@playwright/test'
import { lookInto, sell } from './support/door-evening'
import { openServedScreens } from './support/served-screens'
import { openTill, scanWithWedge, signIn, verdict } from './support/staff-pages'

/* The door as a person at a keyboard works it. The pictures go to test-results/door. */

const look = lookInto('door')

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
