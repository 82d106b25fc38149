import { expect, test } from '@playwright/test'
import { launchDesktopApp, type DesktopApp } from './support/desktop-app'
import { createFakeCamera, type FakeCamera } from './support/fake-camera'
import { openScreen, openTill, scanWithWedge, signIn, verdict } from './support/staff-pages'

let desktop: DesktopApp
let camera: FakeCamera

test.beforeAll(async () => {
  camera = createFakeCamera()
  desktop = await launchDesktopApp({ demo: true, cameraFile: camera.file })
})
test.afterAll(async () => {
  await desktop.close()
  camera.remove()
})

test('sells two tickets with Swish, sees the payment arrive, and admits a ticket from the camera once', async () => {
  const page = desktop.window
  await signIn(page, 'manager')
  await openTill(page)

  await page.keyboard.type('2A')
  await expect(page.getByText('399,98').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('S')
  await expect(page.getByRole('img', { name: /Swish/ })).toBeVisible()
  // Nobody touches anything: PAID arrives by itself.
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible({ timeout: 20_000 })
  const codes = await page.getByText(/^[A-Z]{6}$/).allTextContents()
  expect(new Set(codes).size).toBe(2)

  camera.show(codes[0])
  await openScreen(page, /Dörr/)
  await page.getByRole('button', { name: 'Starta kamera' }).click()
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true, timeout: 20_000 })

  await scanWithWedge(page, codes[0] ?? '')
  await expect(verdict(page)).toContainText('Redan inne')
  await scanWithWedge(page, codes[1] ?? '')
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true })
})
