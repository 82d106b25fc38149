import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { projectFolder } from './support/electron-install'
import { openServedScreens } from './support/served-screens'
import { demoPeople, openTill, signIn, typeByHand } from './support/staff-pages'

/*
 * Every way to pay at the till, by keyboard alone, on the real server: with a picture of each panel in test-results/till, and axe on it.
 */

const pictures = join(projectFolder, 'test-results', 'till')
const variants = [
  { colorScheme: 'light', width: 1024, height: 768 },
  { colorScheme: 'dark', width: 1920, height: 1080 },
] as const

for (const { colorScheme, width, height } of variants) {
  test.describe(`${colorScheme}, ${String(width)}×${String(height)}`, () => {
    test.describe.configure({ mode: 'serial' })
    let screens: Awaited<ReturnType<typeof openServedScreens>>
    let page: Page
    const main = () => page.getByRole('main')
    const heading = (name: string | RegExp) => main().getByRole('heading', { name })
    const basket = () => page.getByRole('region', { name: 'Korg' })

    test.beforeAll(async () => {
      screens = await openServedScreens({ demo: true, context: { viewport: { width, height }, colorScheme } })
      ;({ page } = screens)
      await signIn(page, 'cashier')
      await openTill(page)
    })
    test.afterAll(() => screens.close())

    async function keys(...names: string[]): Promise<void> {
      for (const name of names) await page.keyboard.press(name, { delay: 40 })
    }

    /** Nothing scrolls, nothing runs over the edge, and axe finds nothing. */
    async function look(name: string): Promise<void> {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${String(width)}.png`) })
      const hidden = await page.evaluate(() => {
        const screen = document.querySelector('main.screen')
        return screen === null ? 1 : screen.scrollHeight - screen.clientHeight + screen.scrollWidth - screen.clientWidth
      })
      expect(hidden, `${name} scrolls`).toBeLessThanOrEqual(0)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(
        violations.map(
          ({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      ).toEqual([])
    }

    test('cash: change is large, rounding is a line of its own', async () => {
      await keys('2', 'A', 'Enter')
      await expect(heading('Hur betalar kunden?')).toBeVisible()
      await look('tenders')
      await keys('K', '5', '0', '0')
      await expect(basket()).toContainText('Öresavrundning')
      await expect(main()).toContainText(/Växel\s*100\s*kr/)
      await look('cash')
      await keys('Enter')
      await expect(heading('Betalt')).toBeVisible()
      await expect(main()).toContainText(/Växel tillbaka\s*100\s*kr/)
      await expect(main().getByRole('img', { name: 'QR-kod till kvittot' })).toBeVisible()
      await look('paid')
      await keys('Enter')
    })

    test('card with a reference, and Swish checked by eye', async () => {
      await keys('A', 'C')
      await expect(heading('Kort')).toBeVisible()
      await page.keyboard.type('4711')
      await look('card')
      await keys('Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('Enter', 'A', 'Enter', 'E')
      await expect(main()).toContainText('Inte bekräftad av Swish')
      await look('by-eye')
      await keys('Enter')
      await expect(main()).toContainText('med Swish, sett på telefonen')
      await keys('Enter')
    })

    test('split: a part in cash is given back, another is paid, and card pays the rest', async () => {
      await keys('2', 'A', 'Enter', '2', '0', '0', 'K', 'Enter')
      await expect(basket()).toContainText(/Kvar att betala\s*199,98\s*kr/)
      await look('split')
      await basket()
        .getByRole('button', { name: /Ge tillbaka/ })
        .click()
      await expect(basket()).toContainText(/Att betala\s*399,98\s*kr/)
      await keys('1', '0', '0', 'K', 'Enter')
      await expect(basket()).toContainText(/Kvar att betala\s*299,98\s*kr/)
      await keys('C', 'Enter')
      await expect(main()).toContainText(/100\s*kr kontant \+ 299,98\s*kr med kort/)
      await keys('Enter')
    })

    test('a discount that somebody else allows, taken away again, and one that stays', async () => {
      await keys('2', 'A', 'Enter', 'R')
      await page.keyboard.type('10%')
      await expect(main()).toContainText(/40\s*kr av/)
      await main().getByRole('button', { name: 'Medlem' }).click()
      await look('discount')
      await keys('Enter')
      await expect(main()).toContainText('godkänner med sin PIN')
      await page.getByLabel(/PIN för/).fill(demoPeople.manager.pin)
      await look('discount-approval')
      await keys('Enter')
      await expect(basket()).toContainText(/Att betala\s*359,98\s*kr/)
      await basket().getByRole('button', { name: 'Ta bort rabatten' }).click()
      await expect(basket()).toContainText(/Att betala\s*399,98\s*kr/)
      await keys('Escape', 'Delete')
      await expect(basket()).toContainText('Korgen är tom')
    })

    test('complimentary with a reason and an approval costs nothing and needs no money', async () => {
      await keys('A', 'F')
      await main().getByRole('button', { name: 'Gästlista' }).click()
      await keys('Enter')
      await page.getByLabel(/PIN för/).fill(demoPeople.manager.pin)
      await look('free')
      await keys('Enter')
      await expect(heading('Inget att betala. Enter gör klart.')).toBeVisible()
      await keys('Enter')
      await expect(heading('Klart')).toBeVisible()
      await keys('Enter')
    })

    test('parked under a name, the next customer served, and taken up again', async () => {
      await keys('3', 'D', 'P')
      await typeByHand(page, 'bord 4')
      await look('park')
      await keys('Enter')
      await expect(basket()).toContainText('Korgen är tom')
      await expect(main().getByRole('button', { name: /bord 4/ })).toBeVisible()
      await keys('A', 'K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('Enter')
      await look('parked')
      await keys('F6')
      await expect(basket()).toContainText('Studentbiljett')
      await keys('K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('Enter')
    })

    test('sold and let in with one key more; what was let in cannot be undone, the rest can', async () => {
      await keys('A', 'Enter', 'I', 'K', 'Enter')
      await expect(main()).toContainText('En insläppt')
      await expect(main()).toContainText('Använd')
      await look('admitted')
      await keys('Enter', 'D', 'K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('M')
      await expect(heading('Makulera hela köpet?')).toBeVisible()
      await look('undo')
      await keys('Enter')
      await expect(heading('Makulerat')).toBeVisible()
      await expect(main()).toContainText(/Ge kunden 100\s*kr ur lådan/)
      await look('undone')
      await keys('Enter')
    })

    test('tickets are exchanged for dearer ones: the difference first, then the exchange', async () => {
      await keys('D', 'K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      const code =
        (await main()
          .getByText(/^[A-Z]{6}$/)
          .textContent()) ?? ''
      await keys('Enter', 'A', 'Enter', 'B')
      await page.keyboard.type(code)
      await keys('Enter')
      await expect(main()).toContainText('emellan först')
      await look('exchange')
      await keys('Enter', 'C', 'Enter')
      await expect(main().getByRole('button', { name: /Byt biljetterna/ })).toBeEnabled()
      await look('exchange-last')
      await keys('Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('Enter')
    })

    test('an unpaid order of the web shop is found by its ticket and paid', async () => {
      const answer = await page.request.post(`${screens.server.url}/reserve_ticket/`, {
        data: { chapter_event: 1, tickets: [{ ticket_type: 1, count: 2 }] },
      })
      expect(answer.ok(), await answer.text()).toBe(true)
      const { orders } = (await (await page.request.get(`${screens.server.url}/api/v1/orders?limit=1`)).json()) as {
        orders: { orderNumber: number }[]
      }
      await keys('O')
      await typeByHand(page, String(orders[0]?.orderNumber))
      await expect(
        main()
          .getByRole('button', { name: /Obetald/ })
          .first(),
      ).toBeVisible()
      await look('collect')
      await keys('Enter')
      await expect(heading('Hur betalar kunden?')).toBeVisible()
      await keys('K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      await keys('Enter')
    })

    test('training is marked everywhere, takes no seats and leaves nothing', async () => {
      const seats = main()
        .getByText(/platser kvar/)
        .first()
      const before = await seats.textContent()
      await keys('F4', '2', 'A')
      await expect(main()).toContainText('ÖVNING')
      await look('training')
      await keys('Enter', 'K', 'Enter')
      await expect(heading('Betalt')).toBeVisible()
      await look('training-paid')
      await keys('Enter', 'F4')
      await expect(seats).toHaveText(before ?? '')
    })
  })
}
