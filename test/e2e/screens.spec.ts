import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { projectFolder } from './support/electron-install'
import { openServedScreens } from './support/served-screens'
import { openTill, scanWithWedge, signIn, verdict } from './support/staff-pages'

/*
 * Every screen in both themes, both languages and two sizes: nothing runs over its edge, and axe finds nothing. The pictures go to
 * test-results/screens; `npm run screenshots` puts those of the README into docs/images.
 */

const pictures = process.env['LUCKA_PICTURES'] ?? join(projectFolder, 'test-results', 'screens')
const variants = [
  { language: 'sv', appearance: 'light', width: 1024, height: 768 },
  { language: 'en', appearance: 'dark', width: 1024, height: 768 },
  { language: 'sv', appearance: 'dark', width: 1920, height: 1080 },
  { language: 'en', appearance: 'light', width: 1920, height: 1080 },
] as const

async function look(page: Page, name: string, variant: (typeof variants)[number]): Promise<void> {
  const { language, appearance, width } = variant
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}-${language}-${appearance}-${width}.png`) })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} runs over the right edge`).toBeLessThanOrEqual(0)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(
    violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])
}

for (const variant of variants) {
  const { language, appearance, width, height } = variant
  test(`screens in ${language}, ${appearance}, ${width}×${height}`, async () => {
    test.setTimeout(180_000)
    const screens = await openServedScreens({ demo: true, context: { viewport: { width, height } } })
    const { page, server } = screens
    try {
      await page.evaluate(
        ([chosenLanguage, chosenAppearance]) => {
          localStorage.setItem('lucka.language', chosenLanguage)
          localStorage.setItem('lucka.appearance', chosenAppearance)
        },
        [language, appearance] as const,
      )
      await page.reload()
      const visit = async (path: string) => {
        await page.goto(`${server.url}/#${path}`)
        await page.waitForLoadState('networkidle')
        await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
        await expect(page.getByRole('main').getByRole('progressbar')).toHaveCount(0)
      }
      await look(page, 'sign-in', variant)
      await signIn(page, 'manager')
      await openTill(page)
      await page.keyboard.type('2A')
      await page.keyboard.type('D')
      await look(page, 'till', variant)
      await page.keyboard.press('Enter')
      const howToPay = language === 'sv' ? 'Hur betalar kunden?' : 'How does the customer pay?'
      await expect(page.getByRole('heading', { name: howToPay })).toBeVisible()
      await look(page, 'tenders', variant)
      await page.keyboard.press('S')
      await expect(page.getByRole('img', { name: /Swish/ })).toBeVisible()
      await look(page, 'swish', variant)
      const paid = language === 'sv' ? 'Betalt' : 'Paid'
      await expect(page.getByRole('heading', { name: paid })).toBeVisible({ timeout: 20_000 })
      const [code = ''] = await page.getByText(/^[A-Z]{6}$/).allTextContents()
      await look(page, 'paid', variant)

      await visit('/door')
      await look(page, 'door-idle', variant)
      await scanWithWedge(page, code)
      await expect(verdict(page)).toContainText(language === 'sv' ? 'Välkommen' : 'Welcome', { ignoreCase: true })
      await look(page, 'door', variant)
      await scanWithWedge(page, code)
      await expect(verdict(page)).toContainText(language === 'sv' ? 'Redan inne' : 'Already', { ignoreCase: true })
      await look(page, 'door-refused', variant)

      for (const [name, path] of [
        ['orders', '/orders'],
        ['order', '/orders/1'],
        ['events', '/office/events'],
        ['event', '/office/events/1'],
        ['ticket-types', '/office/events/ticket-types'],
        ['settings-venue', '/office/settings/venue'],
        ['settings-swish', '/office/settings/swish'],
        ['settings-mail', '/office/settings/mail'],
        ['settings-lan', '/office/settings/lan'],
        ['outbox', '/office/outbox'],
        ['simulator', '/simulator'],
        ['payments', '/payments'],
      ] as const) {
        await visit(path)
        await look(page, name, variant)
      }
    } finally {
      await screens.close()
    }
  })
}
