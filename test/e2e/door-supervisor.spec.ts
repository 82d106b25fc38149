import { expect, test } from '@playwright/test'
import { lookInto, sell, uploadAdmission } from './support/door-evening'
import { openServedScreens } from './support/served-screens'
import { openTill, scanWithWedge, signIn, verdict } from './support/staff-pages'

/* What a supervisor settles after the doors. The pictures go to test-results/door-supervisor. */

const look = lookInto('door-supervisor')

test('an admission without contact is seen at once and settled; a ticket is blocked; everyone is counted out', async () => {
  test.setTimeout(180_000)
  const screens = await openServedScreens({
    demo: true,
    context: { viewport: { width: 1024, height: 768 }, locale: 'sv-SE' },
  })
  const { page, server } = screens
  try {
    await signIn(page, 'manager')
    await openTill(page)
    const [first = '', second = ''] = await sell(page, 'Standardbiljett', 2, 'maja.lind@example.se')
    await page.goto(`${server.url}/#/door`)
    await expect(verdict(page)).toContainText('Skanna en biljett')
    await scanWithWedge(page, first)
    await expect(verdict(page)).toContainText('Välkommen')

    await test.step('the count comes by itself, and leads to what happened', async () => {
      await uploadAdmission(page, first)
      await expect(page.getByRole('link', { name: 'Dörr 1 väntar på dig' })).toBeVisible()
      await look(page, 'conflict-waiting')
      await page.getByRole('link', { name: '1 att se över' }).click()
      await expect(page.getByRole('article', { name: 'Två insläpp på samma biljett' })).toContainText(first)
      await look(page, 'conflict')
      await page.getByRole('button', { name: /^Avgör/ }).click()
      await page.keyboard.type('Tvillingar', { delay: 60 })
      await look(page, 'conflict-settling')
      await page.keyboard.press('Enter')
      await expect(page.getByText('Två insläpp på samma biljett: avgjort.')).toBeVisible()
      await expect(page.getByText('”Tvillingar”')).toBeVisible()
      await expect(page.getByRole('link', { name: 'Dörr', exact: true })).toBeVisible()
      await look(page, 'conflict-settled')
    })

    await test.step('the order tells of both scans, and blocks a ticket', async () => {
      await page.getByRole('link', { name: /^Order / }).click()
      await page.getByRole('button', { name: new RegExp(`^${first}`) }).click()
      await expect(page.getByText('utan kontakt')).toBeVisible()
      await page.getByRole('button', { name: new RegExp(`^${second}`) }).click()
      await page.getByRole('button', { name: `Spärra ${second} …` }).click()
      await page.getByRole('button', { name: 'Stulen' }).click()
      await look(page, 'block')
      await page.getByRole('button', { name: 'Spärra biljetten' }).click()
      await expect(page.getByText('Spärrad: Stulen')).toBeVisible()
    })

    await test.step('no door lets it in', async () => {
      await page.getByRole('link', { name: 'Dörr', exact: true }).click()
      await scanWithWedge(page, second)
      await expect(verdict(page)).toContainText('Spärrad')
    })

    await test.step('everyone out', async () => {
      await page.getByRole('button', { name: /^Alla ute/ }).click()
      await expect(page.getByText(/2 är inne på/)).toBeVisible()
      await look(page, 'everyone-out')
      await page.getByRole('button', { name: 'Räkna alla som ute' }).click()
      await expect(page.getByText(/Alla räknas som ute:/)).toBeVisible()
      await expect(page.getByRole('button', { name: /^Alla ute/ })).toBeHidden()
    })
  } finally {
    await screens.close()
  }
})
