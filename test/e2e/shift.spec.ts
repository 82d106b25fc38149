/** A shift in the real screens, by keyboard alone: opened, money moved, read, and closed with a sale left behind. */
import { expect, test } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import { openServedScreens } from './support/served-screens'
import { openScreen, signIn, typeByHand } from './support/staff-pages'

let screens: Awaited<ReturnType<typeof openServedScreens>>
test.beforeAll(async () => {
  screens = await openServedScreens({ demo: true, context: { viewport: { width: 1024, height: 768 } } })
  await signIn(screens.page, 'manager')
})
test.afterAll(() => screens.close())

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: screens.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations).toEqual([])
}

const paper = () => screens.page.getByRole('region', { name: /[XZ]-rapport/ })

test('Enter opens the till with its float, and the top line says so', async () => {
  const { page } = screens
  await openScreen(page, /Dagsavslut/)
  await expect(page.getByRole('heading', { name: 'Öppna kassan' })).toBeVisible()
  await expectAccessible()
  await page.keyboard.type('1000')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/till/)
  await expect(page.getByRole('link', { name: /Kassa 1 öppnad/ })).toBeVisible()
})

test('a sale and money put in and taken out stand on the X report', async () => {
  const { page } = screens
  await expect(page.getByRole('button', { name: /Standardbiljett/ })).toBeVisible()
  for (const key of ['2', 'A', 'Enter', 'K', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible()
  await page.getByRole('link', { name: /Kassa 1 öppnad/ }).click()
  await expect(paper()).toContainText('X-rapport')

  await page.keyboard.press('i', { delay: 40 })
  await page.keyboard.type('500')
  await page.keyboard.press('Tab')
  await typeByHand(page, 'Växel från skåpet')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/500\s*kr insatt/)).toBeVisible()

  await page.keyboard.press('u', { delay: 40 })
  await page.keyboard.type('200')
  await page.keyboard.press('Tab')
  await typeByHand(page, 'Kaffe')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/200\s*kr uttaget/)).toBeVisible()

  // 1 000 + 400 + 500 − 200
  await expect(page.getByRole('main')).toContainText(/Ska finnas i lådan\s*1\s700\s*kr/)
  await expect(paper()).toContainText(/1 kvitto, 2 biljetter\s*399,98/)
  await expect(paper()).toContainText('Kaffe')
  await expectAccessible()
})

test('the close shows what is open, adds up the drawer, and asks why it differs', async () => {
  const { page } = screens
  await openScreen(page, /Kassa/)
  await page.keyboard.press('Enter')
  await page.keyboard.press('A')
  await expect(page.getByRole('region', { name: 'Korg' })).toContainText('Standardbiljett')
  await openScreen(page, /Dagsavslut/)
  await expect(paper()).toContainText('X-rapport')
  await page.keyboard.press('s')

  const open = page.getByRole('region', { name: 'Det som är öppet' })
  await expect(open).toContainText('Obetalt')
  await expect(open).toContainText(/1 biljett/)
  await expect(page.getByLabel(/^1\s000\skr/)).toBeFocused()
  await page.keyboard.type('1')
  await page.keyboard.press('Enter')
  await page.keyboard.type('1')
  for (let field = 0; field < 3; field++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('1')
  await expect(page.getByRole('region', { name: 'Räkna lådan' })).toContainText(/I lådan\s*1\s600\s*kr/)
  await expect(page.getByRole('region', { name: 'Resultat' })).toContainText(/−100,00/)
  await expectAccessible()

  await page.getByRole('button', { name: 'Lämna över 1 köp och stäng' }).click()
  await expect(page.getByText('Det skiljer. Skriv vad du tror att det beror på.')).toBeVisible()
  await typeByHand(page, 'En hundralapp saknas')
  await page.keyboard.press('Enter')
})

test('the Z report is numbered and frozen, and the sale waits for the next shift', async () => {
  const { page } = screens
  await expect(page).toHaveURL(/#\/shift\/reports\/1/)
  await expect(paper()).toContainText('Z-rapport 1')
  await expect(paper()).toContainText(/Differens\s*−100,00/)
  await expect(paper()).toContainText('En hundralapp saknas')
  await expect(paper()).toContainText(/1 överlämnade till valfri kassa/)
  await expect(paper()).toContainText(/Journal \d+-[0-9a-f]{16}/)
  await expectAccessible()
  const pdf = await page.request.get(`${screens.server.url}/api/v1/z-reports/1/report.pdf`)
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

  await page.getByRole('link', { name: 'Skiftet' }).click()
  await expect(page.getByLabel('Växelkassa')).toHaveValue('1600')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: /Kassa 1 öppnad/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Kassa 1')
})

test('the journal is there to be read, and sound', async () => {
  const { page } = screens
  await openScreen(page, /Dagsavslut/)
  await page.getByRole('link', { name: 'Journal' }).click()
  await page.getByRole('button', { name: 'Kontrollera' }).click()
  await expect(page.getByText(/rader, och kedjan är hel/)).toBeVisible()
  await expect(page.getByRole('table')).toContainText('Z-rapport')
  await expectAccessible()
})
