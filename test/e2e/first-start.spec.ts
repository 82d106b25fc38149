import { expect, test } from '@playwright/test'
import { openServedScreens } from './support/served-screens'

let screens: Awaited<ReturnType<typeof openServedScreens>>
test.beforeAll(async () => {
  screens = await openServedScreens({ demo: false })
})
test.afterAll(() => screens.close())

test('a venue is set up, and its manager is signed in', async () => {
  const { page } = screens
  await page.getByRole('button', { name: /Ställ in min lokal/ }).click()
  await page.getByLabel('Lokalens namn').fill('Stora Scenen')
  await page.getByLabel('Ditt namn').fill('Maja Lind')
  await page.getByLabel('PIN-kod', { exact: true }).fill('246810')
  await page.getByLabel('PIN-koden en gång till').fill('246810')
  await page.getByRole('button', { name: 'Börja' }).click()
  await expect(page.getByRole('navigation')).toBeVisible()
  await expect(page.getByText('Stora Scenen').first()).toBeVisible()
})

test('the same folder is not set up twice', async () => {
  const { page, server } = screens
  const answer = await page.request.post(`${server.url}/api/v1/set-up`, {
    headers: { 'x-lucka-client': 'staff' },
    data: { kind: 'demo' },
  })
  expect(answer.status()).toBe(409)
})

test('five wrong PINs lock the person out, in words', async () => {
  const { page } = screens
  await page.context().clearCookies()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Hej Maja Lind' })).toBeVisible()
  for (let tries = 0; tries < 5; tries++) {
    await page.keyboard.type('999999')
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/sessions'))
    await page.keyboard.press('Enter')
    await answered
    await expect(page.getByRole('alert')).not.toBeEmpty()
  }
  await expect(page.getByRole('alert')).toContainText(/vänta|låst|sekunder|:\d\d/i)
})
