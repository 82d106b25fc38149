import { expect, test } from '@playwright/test'
import { openServedScreens } from './support/served-screens'
import { openScreen, openTill, signIn } from './support/staff-pages'

let screens: Awaited<ReturnType<typeof openServedScreens>>
test.beforeAll(async () => {
  screens = await openServedScreens({ demo: true })
  await signIn(screens.page, 'cashier')
  await expect(screens.page.getByRole('heading', { name: 'Kassan är stängd' })).toBeVisible()
  await openTill(screens.page)
})
test.afterAll(() => screens.close())

test('two standard tickets by cash with exact money take five keystrokes, typed as fast as they go', async () => {
  const { page } = screens
  for (const key of ['2', 'A', 'Enter', 'K', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible()
  // 399.98 is rounded to whole kronor for cash.
  await expect(page.getByRole('main')).toContainText(/400\s*kr kontant/)
  await expect(page.getByText(/^[A-Z]{6}$/)).toHaveCount(2)
})

test('the next sale begins at once, and the seats left have come down', async () => {
  const { page } = screens
  await page.keyboard.press('Enter')
  await expect(page.getByText('298 platser kvar')).toBeVisible()
})

test('a basket holds its seats from its first ticket; Esc steps back and loses nothing, emptying gives them back', async () => {
  const { page } = screens
  await page.keyboard.type('3D')
  await expect(page.getByText('295 platser kvar')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Korg' })).toContainText(/Håller platserna\s*(10:00|9:5\d)/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Hur betalar kunden?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Korg' })).toContainText('Studentbiljett')
  await expect(page.getByText('295 platser kvar')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(page.getByText('298 platser kvar')).toBeVisible()
  await page.keyboard.type('3D')
})

test('a cancelled Swish payment is said in words, and the customer pays cash instead', async () => {
  const { page } = screens
  await page.keyboard.press('Enter')
  await page.keyboard.press('S')
  await expect(page.getByRole('img', { name: /Swish/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Betalningen avbröts')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('K')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible()
  await page.keyboard.press('Enter')
})

test('a sale that was begun survives a reload', async () => {
  const { page } = screens
  await page.keyboard.type('A')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Hur betalar kunden?' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Hur betalar kunden?' })).toBeVisible()
  await page.keyboard.press('K')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible()
})

test('the cashier finds the order again, and reaches no settings', async () => {
  const { page } = screens
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Inställningar' })).toHaveCount(0)
  await openScreen(page, /Ordrar/)
  await page.getByRole('main').getByRole('textbox').fill('1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('Fysikalen Dag 1')
})
