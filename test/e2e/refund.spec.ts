import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { Catalogue } from '#shared/contract/event-api'
import type { Order } from '#shared/contract/order-api'
import { projectFolder } from './support/electron-install'
import { openServedScreens } from './support/served-screens'
import { scanWithWedge, signIn } from './support/staff-pages'

/*
 * Tickets given back at the order's page, by each tender, with and without somebody's approval, and what the office sets up for
 * it: people and voucher codes. Each step's picture goes to test-results/refund.
 */

const pictures = process.env['LUCKA_PICTURES'] ?? join(projectFolder, 'test-results', 'refund')
const variants = [
  { language: 'sv', appearance: 'light', width: 1024, height: 768 },
  { language: 'en', appearance: 'dark', width: 1920, height: 1080 },
] as const

/** A call of the staff API as the page itself makes it. */
const callFrom =
  (page: Page) =>
  <T>(method: string, path: string, body?: unknown): Promise<T> =>
    page.evaluate(
      async ([verb, where, json, key]) => {
        const answer = await fetch(`/api/v1${where}`, {
          method: verb,
          headers: {
            'x-lucka-client': 'staff',
            'idempotency-key': key,
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(json === undefined ? {} : { body: json }),
        })
        if (!answer.ok) throw new Error(`${verb} ${where}: ${String(answer.status)} ${await answer.text()}`)
        return (await answer.json()) as unknown
      },
      [method, path, body === undefined ? undefined : JSON.stringify(body), randomUUID()] as const,
    ) as Promise<T>

const words = {
  sv: {
    begin: 'Ge tillbaka biljetter …',
    all: 'Välj alla',
    reason: 'Kan inte komma',
    next: /^Återbetala .* …$/,
    confirm: /^Ja, återbetala/,
    void: 'Makulera',
    mistake: 'Felslag',
    nextVoid: /^Makulera .* …$/,
    confirmVoid: /^Ja, makulera/,
    cash: /Ta .* ur lådan\./,
    card: /Återbetala .* på kortterminalen\./,
    swish: /Återbetalar .* med Swish till samma nummer\./,
    arrived: /Pengarna är hos kunden/,
    wrongPin: /Fel PIN\. 4 försök kvar\./,
    exchange: 'Byt mot andra biljetter',
    dead: 'Återbetald',
    search: /Sök på/,
  },
  en: {
    begin: 'Give tickets back …',
    all: 'Choose all',
    reason: 'Cannot come',
    next: /^Refund .* …$/,
    confirm: /^Yes, refund/,
    void: 'Void',
    mistake: 'Keyed wrong',
    nextVoid: /^Void .* …$/,
    confirmVoid: /^Yes, void/,
    cash: /Take .* out of the drawer\./,
    card: /Refund .* on the card terminal\./,
    swish: /Refunds .* by Swish to the same number\./,
    arrived: /The customer has the money/,
    wrongPin: /Wrong PIN\. 4 tries left\./,
    exchange: 'Exchange for other tickets',
    dead: 'Refunded',
    search: /Search by/,
  },
} as const

for (const variant of variants) {
  const { language, appearance, width, height } = variant
  test(`tickets are given back by every tender: ${language}, ${appearance}, ${String(width)}×${String(height)}`, async () => {
    test.setTimeout(240_000)
    const screens = await openServedScreens({ demo: true, context: { viewport: { width, height } } })
    const { page, server } = screens
    const say = words[language]

    async function look(name: string): Promise<void> {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${language}-${appearance}-${String(width)}.png`) })
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(
        violations.map(
          ({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      ).toEqual([])
    }

    try {
      await page.evaluate(
        ([chosenLanguage, chosenAppearance]) => {
          localStorage.setItem('lucka.language', chosenLanguage)
          localStorage.setItem('lucka.appearance', chosenAppearance)
        },
        [language, appearance] as const,
      )
      await page.reload()
      await signIn(page, 'cashier')
      const call = callFrom(page)
      const { registers } = await call<{ registers: { id: number; openShift: { id: number } | null }[] }>(
        'GET',
        '/registers',
      )
      const [register] = registers
      const shiftId =
        register?.openShift?.id ??
        (await call<{ id: number }>('POST', '/shifts', { registerId: register?.id, floatOre: 100_000 })).id
      const { events } = await call<Catalogue>('GET', '/catalogue')
      const [event] = events

      /** A paid order at this till. */
      async function sell(count: number, tender: 'cash' | 'card' | 'swish'): Promise<Order> {
        const lines = [{ ticketTypeId: event?.ticketTypeIds[0], count }]
        const { id } = await call<Order>('POST', '/orders', { eventId: event?.id, shiftId, lines })
        if (tender === 'cash') await call('POST', `/orders/${String(id)}/cash-payments`, { givenOre: 500_000 })
        else if (tender === 'card') await call('POST', `/orders/${String(id)}/recorded-payments`, { tender })
        else await call('POST', `/orders/${String(id)}/swish-payments`, {})
        await expect
          .poll(async () => (await call<Order>('GET', `/orders/${String(id)}`)).status, { timeout: 20_000 })
          .toBe('paid')
        return call('GET', `/orders/${String(id)}`)
      }

      /** Opens an order as at the counter: by scanning one of its tickets. */
      async function scanOrder(order: Order): Promise<void> {
        await page.goto(`${server.url}/#/orders`)
        await page.getByRole('textbox', { name: say.search }).focus()
        await scanWithWedge(page, order.tickets[0]?.code ?? '')
        await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toContainText(
          String(order.orderNumber),
        )
      }
      const button = (name: string | RegExp) => page.getByRole('button', { name })

      const cash = await sell(2, 'cash')
      await scanOrder(cash)
      await look('order')
      await button(say.begin).click()
      await page.getByRole('checkbox').first().check()
      await button(say.reason).click()
      await expect(page.getByText(say.cash)).toBeVisible()
      await look('cash-asked')
      await button(say.next).click()
      await look('cash-confirm')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('status').filter({ hasText: say.cash })).toBeFocused()
      await expect(page.getByText(say.dead).first()).toBeVisible()
      await look('cash-done')

      const swish = await sell(1, 'swish')
      await scanOrder(swish)
      await button(say.begin).click()
      await button(say.reason).click()
      await expect(page.getByText(say.swish)).toBeVisible()
      await button(say.next).click()
      await page.keyboard.press('Enter')
      await expect(page.getByText(say.arrived).first()).toBeVisible({ timeout: 20_000 })
      await look('swish-done')

      const voided = await sell(1, 'card')
      await scanOrder(voided)
      await button(say.begin).click()
      await button(say.void).first().click()
      await button(say.mistake).click()
      await expect(page.getByText(say.card)).toBeVisible()
      await button(say.nextVoid).click()
      await button(say.confirmVoid).click()
      await expect(page.getByRole('status').filter({ hasText: say.card })).toBeVisible()

      // Above the limit: a manager comes by and types their PIN, wrongly at first.
      const large = await sell(4, 'card')
      await scanOrder(large)
      await button(say.begin).click()
      await button(say.all).click()
      await button(say.reason).click()
      await button(say.next).click()
      const pin = page.locator('input[type="password"]')
      await expect(pin).toBeFocused()
      await look('approval')
      await page.keyboard.type('918273')
      await page.keyboard.press('Enter')
      await expect(page.getByText(say.wrongPin)).toBeVisible()
      await expect(pin).toBeFocused()
      await look('approval-wrong')
      await page.keyboard.type('111111')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('status').filter({ hasText: say.card })).toBeFocused()
      await look('approval-done')
      expect((await call<Order>('GET', `/orders/${String(large.id)}`)).refunds[0]?.approvedBy).toBe('Maja Lind')

      await scanOrder(cash)
      await button(say.begin).click()
      await button(say.exchange).click()
      await expect(page).toHaveURL(/#\/till/)
      await look('exchange-in-the-till')

      await page.evaluate(() =>
        fetch('/api/v1/sessions/current', { method: 'DELETE', headers: { 'x-lucka-client': 'staff' } }),
      )
      await page.goto(server.url)
      await page.reload()
      await signIn(page, 'manager')
      const visit = async (path: string) => {
        await page.goto(`${server.url}/#${path}`)
        await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached()
        await expect(page.getByRole('main').getByRole('progressbar')).toHaveCount(0)
      }
      await visit('/office/settings/staff')
      await expect(page.getByRole('link', { name: 'Kim Berg' })).toBeVisible()
      await look('people')
      await visit('/office/settings/staff/2')
      await look('person')
      await visit('/office/settings/staff/new')
      await look('person-new')
      await visit('/office/events/vouchers')
      await look('vouchers-none')
      const voucher = { code: null, title: 'Sponsorbiljetter', kind: 'percent', value: 5_000, maxUses: 20 }
      await call('POST', '/vouchers', {
        ...voucher,
        validFrom: null,
        validTo: '2099-12-31T22:00:00.000Z',
        eventId: null,
      })
      await page.reload()
      await visit('/office/events/vouchers')
      await expect(page.getByText('Sponsorbiljetter')).toBeVisible()
      await look('vouchers')
      await visit('/office/events/vouchers/1')
      await look('voucher')
    } finally {
      await screens.close()
    }
  })
}
