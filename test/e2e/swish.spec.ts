import { expect, test } from '@playwright/test'
import { launchDesktopApp, type DesktopApp } from './support/desktop-app'
import { playCustomer, setSimulator } from './support/played-customer'
import { openScreen, openTill, scanWithWedge, signIn, typeByHand, verdict } from './support/staff-pages'

/** From Swish's answer to the screen. */
const soon = { timeout: 1_000 }

let desktop: DesktopApp
test.beforeAll(async () => {
  desktop = await launchDesktopApp({ demo: true })
  await signIn(desktop.window, 'manager')
  await openTill(desktop.window)
})
test.afterAll(() => desktop.close())

const paid = () => desktop.window.getByRole('heading', { name: 'Betalt' })
const state = (words: string | RegExp) => desktop.window.getByRole('main').getByText(words).first()

/** Sells standard tickets up to the Swish panel. */
async function sellBySwish(keys: string): Promise<void> {
  const { keyboard } = desktop.window
  await keyboard.type(keys)
  await keyboard.press('Enter')
  await keyboard.press('S')
}

test('three tickets by QR; one is refunded, is dead at the door at once, and its money is followed home', async () => {
  const page = desktop.window
  await setSimulator(page, { mode: 'by_hand', line: 'up' })
  await sellBySwish('3A')
  await expect(page.getByRole('img', { name: /Swish/ })).toBeVisible()
  await expect(state('Väntar på att kunden skannar och godkänner')).toBeVisible()
  await playCustomer(page, 'pay')
  await expect(paid()).toBeVisible(soon)
  const codes = await page.getByText(/^[A-Z]{6}$/).allTextContents()
  expect(new Set(codes).size).toBe(3)
  await page.keyboard.press('Enter')
  await expect(page.getByText('297 platser kvar')).toBeVisible()

  await openScreen(page, /Ordrar/)
  await page.getByRole('textbox', { name: /Sök på ordernummer/ }).fill(codes[0] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Ge tillbaka biljetter' }).click()
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: 'Kan inte komma' }).click()
  await page.getByRole('button', { name: /^Återbetala 199,99/ }).click()
  await expect(page.getByText(/slutar gälla genast/)).toBeVisible()
  await page.getByRole('button', { name: /Ja, återbetala 199,99/ }).click()
  await expect(page.getByRole('main')).toContainText(/Återbetalning/)

  await openScreen(page, /Dörr/)
  await expect(page.getByText('Skanna en biljett')).toBeVisible()
  await scanWithWedge(page, codes[0] ?? '')
  await expect(verdict(page)).toContainText(/återbetald/i)
  await scanWithWedge(page, codes[1] ?? '')
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true })

  await openScreen(page, /Betalningar/)
  await expect(page.getByRole('main')).toContainText('Hos kunden', { timeout: 20_000 })
  await openScreen(page, /Kassa/)
  await expect(page.getByText('298 platser kvar')).toBeVisible()
})

test('a request to a phone is declined; the customer pays cash', async () => {
  const page = desktop.window
  await sellBySwish('A')
  await expect(page.getByRole('img', { name: /Swish/ })).toBeVisible()
  await typeByHand(page, '070-123 45 67')
  await expect(page.getByText('070-123 45 67').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(state(/Väntar på kunden \(070-123 45 67\)/)).toBeVisible()
  await playCustomer(page, 'decline')
  await expect(state('Kunden sa nej i Swish')).toBeVisible(soon)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Hur betalar kunden?' })).toBeVisible()
  await page.keyboard.press('K')
  await page.keyboard.press('Enter')
  await expect(paid()).toBeVisible()
  await page.keyboard.press('Enter')
})

test('a payment is cancelled while it waits, and the seats come back with the basket emptied', async () => {
  const page = desktop.window
  await expect(page.getByText(/platser kvar/).first()).toBeVisible()
  const before = await page
    .getByText(/platser kvar/)
    .first()
    .textContent()
  await sellBySwish('2A')
  await expect(state('Väntar på att kunden skannar och godkänner')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(state('Betalningen avbröts')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Delete')
  await expect(page.getByText(before ?? '').first()).toBeVisible()
})

test('without a line to Swish the till says so before anybody is asked to pay, and cash goes on', async () => {
  const page = desktop.window
  await setSimulator(page, { mode: 'by_hand', line: 'down' })
  await page.keyboard.type('A')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').locator('button[aria-keyshortcuts="S"]')).toContainText(
    'Swish går inte att nå. Kontant fungerar.',
  )
  await page.keyboard.press('K')
  await page.keyboard.press('Enter')
  await expect(paid()).toBeVisible()
  await page.keyboard.press('Enter')
  await setSimulator(page, { mode: 'automatic', line: 'up' })
})

test('a silent bank holds the seats and asks for a person, who settles it', async () => {
  const page = desktop.window
  await setSimulator(page, { mode: 'by_hand', line: 'up' })
  await sellBySwish('A')
  await expect(state('Väntar på att kunden skannar och godkänner')).toBeVisible()
  await playCustomer(page, 'bank_silent')
  await expect(state('Vi vet inte ännu. Platserna hålls.')).toBeVisible(soon)
  await page.keyboard.press('L')
  // The till is free for the next customer; the payment waits where it is decided.
  await expect(page.getByRole('button', { name: /Standardbiljett/ })).toBeVisible()
  await openScreen(page, /Betalningar/)
  await page.getByRole('button', { name: 'Pengarna har kommit' }).click()
  await page.getByRole('textbox').first().fill('Kontoutdraget 19.40')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('Inget väntar på dig', { timeout: 5_000 })
})
