import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { launchDesktopApp, type DesktopApp } from './support/desktop-app'
import { openServedScreens } from './support/served-screens'
import { setSimulator } from './support/played-customer'
import { signIn } from './support/staff-pages'

/** Sells as the till's screen does, with the session of the page. */
async function call<T>(page: Page, method: string, path: string, body?: object): Promise<T> {
  return page.evaluate(
    async ([verb, address, content]) => {
      const response = await fetch(`/api/v1${address}`, {
        method: verb,
        headers: {
          'x-lucka-client': 'staff',
          'idempotency-key': `${String(performance.now()).replace('.', '')}-display-test`,
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      })
      if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
      return (await response.json()) as T
    },
    [method, path, body] as const,
  )
}

const begin = async (page: Page) => {
  const shift = await call<{ id: number }>(page, 'POST', '/shifts', { registerId: 1, floatOre: 50_000 })
  return { eventId: 1, shiftId: shift.id, lines: [{ ticketTypeId: 1, count: 2 }] }
}

test.describe('on a screen of the network', () => {
  let screens: Awaited<ReturnType<typeof openServedScreens>>
  let screen: Page
  let order: { eventId: number; shiftId: number; lines: object[] }
  test.beforeAll(async () => {
    screens = await openServedScreens({ demo: true })
    await signIn(screens.page, 'manager')
    order = await begin(screens.page)
    const { path } = await call<{ path: string }>(screens.page, 'GET', '/registers/1/display')
    screen = await screens.context.newPage()
    await screen.goto(screens.server.url + path)
  })
  test.afterAll(() => screens.close())

  test('it shows the venue, the basket, the code, the change and the thanks, each at every size', async () => {
    const seen = async () => {
      for (const [width, height] of [
        [1024, 600],
        [1280, 800],
        [1920, 1080],
        [800, 1280],
      ] as const) {
        await screen.setViewportSize({ width, height })
        const overflow = await screen.evaluate(() => {
          const main = document.querySelector('main') ?? document.body
          const edges = [...main.querySelectorAll('h1, p, dd, dt, li, img')].map((it) => it.getBoundingClientRect())
          return edges.some(({ right, bottom }) => right > innerWidth + 1 || bottom > innerHeight + 1)
        })
        expect(overflow, `${String(width)}x${String(height)}`).toBe(false)
      }
      const { violations } = await new AxeBuilder({ page: screen }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    }
    await expect(screen.getByRole('heading', { name: 'Fysikalen' })).toBeVisible()
    await seen()

    const { id } = await call<{ id: number }>(screens.page, 'POST', '/orders', order)
    await expect(screen.getByRole('main')).toContainText(/2 ×\s*Standardbiljett\s*399,98/)
    await seen()

    await setSimulator(screens.page, { mode: 'by_hand', line: 'up' })
    const attempt = await call<{ id: number }>(screens.page, 'POST', `/orders/${String(id)}/swish-payments`, {})
    const code = screen.getByRole('img', { name: 'QR-kod för Swish' })
    await expect(code).toBeVisible()
    await seen()
    // The symbol is four fifths of the picture; 60 mm are 227 CSS pixels.
    expect(((await code.boundingBox())?.width ?? 0) * 0.8).toBeGreaterThan(227)
    await call(screens.page, 'DELETE', `/payment-attempts/${String(attempt.id)}`)
    await expect(code).toBeHidden()

    await call(screens.page, 'POST', `/orders/${String(id)}/cash-payments`, { givenOre: 50_000 })
    await expect(screen.getByRole('heading', { name: 'Tack!' })).toBeVisible()
    await expect(screen.getByRole('main')).toContainText(/Växel\s*100\s*kr/)
    await seen()
    for (const name of ['Maja', 'Kim']) await expect(screen.getByText(name)).toHaveCount(0)
  })

  test('a new address turns it off, and it says where the new one is', async () => {
    await call(screens.page, 'POST', '/registers/1/display-keys')
    await expect(screen.getByText(/adress gäller inte längre/)).toBeVisible({ timeout: 15_000 })
  })
})

test.describe('in the desktop app', () => {
  let desktop: DesktopApp
  test.beforeAll(async () => {
    desktop = await launchDesktopApp({ demo: true })
    await signIn(desktop.window, 'manager')
  })
  test.afterAll(() => desktop.close())

  test('it has a window of its own, without the staff’s session or bridge', async () => {
    const { window, app } = desktop
    const order = await begin(window)
    await window.evaluate(() => (location.hash = '#/office/settings/till'))
    const opened = app.waitForEvent('window')
    await window.getByRole('button', { name: 'Öppna kundskärm här' }).click()
    const second = await opened
    await expect(second.getByRole('heading', { name: 'Fysikalen' })).toBeVisible()
    await call(window, 'POST', '/orders', order)
    await expect(second.getByRole('main')).toContainText('Standardbiljett')
    expect(await second.evaluate(() => 'lucka' in window)).toBe(false)
    expect(await second.evaluate(async () => (await fetch('/api/v1/orders')).status)).toBe(401)
  })
})
