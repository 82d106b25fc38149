import { expect, test, type CDPSession, type Page } from '@playwright/test'
import { openServedScreens } from './support/served-screens'
import { openScreen, openTill, signIn, typeByHand, verdict } from './support/staff-pages'

/*
 * A scanner of the keyboard kind, key by key as Chromium gets it from the system: on every screen, with and without a line
 * end, quick and slow, with Caps Lock and with another layout than the computer's.
 */

interface Pace {
  gapMs?: number
  end?: 'Enter' | 'Tab' | 'pause'
  /** Inverts letters, as the system does, whatever the scanner holds. */
  capsLock?: boolean
  /** Characters that the computer's layout makes of the scanner's keys. */
  becomes?: Readonly<Record<string, string>>
}

const shiftFlag = 8

class WedgeScanner {
  readonly #cdp: CDPSession
  constructor(cdp: CDPSession) {
    this.#cdp = cdp
  }

  /** Not waited for one by one: the way there and back takes longer than a scanner from key to key. */
  #press(key: string, code: string, shift: boolean, text: string, timestamp: number): Promise<unknown>[] {
    const about = {
      key,
      code,
      timestamp,
      modifiers: shift ? shiftFlag : 0,
      windowsVirtualKeyCode: text.toUpperCase().charCodeAt(0),
    }
    return [
      this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text, unmodifiedText: text, ...about }),
      this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...about }),
    ]
  }

  async send(code: string, { gapMs = 2, end = 'Enter', capsLock = false, becomes = {} }: Pace = {}): Promise<void> {
    const sent: Promise<unknown>[] = []
    // As the keyboard's driver stamps them: steady, however late a busy machine delivers.
    let timestamp = (Date.now() - code.length * gapMs) / 1_000
    for (const character of code) {
      const shift = /[A-Z:]/.test(character)
      const shown = becomes[character] ?? (capsLock ? character.toLowerCase() : character)
      const place = /[A-Z]/i.test(character) ? `Key${character.toUpperCase()}` : placeOf(character)
      const shiftKey = { key: 'Shift', code: 'ShiftLeft' }
      if (shift) sent.push(this.#cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...shiftKey }))
      sent.push(...this.#press(shown, place, shift, shown, timestamp))
      if (shift) sent.push(this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shiftKey }))
      timestamp += gapMs / 1_000
    }
    if (end === 'Enter') sent.push(...this.#press('Enter', 'Enter', false, '\r', timestamp))
    if (end === 'Tab') sent.push(...this.#press('Tab', 'Tab', false, '\t', timestamp))
    await Promise.all(sent)
  }
}

const signs: Readonly<Record<string, string>> = { '.': 'Period', '-': 'Minus', '/': 'Slash', ':': 'Semicolon' }
const placeOf = (character: string): string => signs[character] ?? `Digit${character}`

test.describe.configure({ mode: 'serial' })

let screens: Awaited<ReturnType<typeof openServedScreens>>
let page: Page
let scanner: WedgeScanner
let codes: string[]

test.beforeAll(async () => {
  screens = await openServedScreens({ demo: true })
  ;({ page } = screens)
  scanner = new WedgeScanner(await screens.context.newCDPSession(page))
})
test.afterAll(() => screens.close())

const order = () => page.getByRole('article').getByRole('heading', { level: 2 })

async function sellTickets(count: number): Promise<string[]> {
  await openTill(page)
  await page.keyboard.type(`${String(count)}A`)
  for (const key of ['Enter', 'K', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByRole('heading', { name: 'Betalt' })).toBeVisible()
  const sold = await page
    .getByRole('main')
    .getByText(/^[A-Z]{6}$/)
    .allTextContents()
  await page.keyboard.press('Enter')
  return sold
}

test('a scan disturbs no PIN and signs nobody in', async () => {
  await page.keyboard.press('1')
  await expect(page.getByText('Maja Lind')).toBeVisible()
  await page.keyboard.type('111')
  await scanner.send(`KQZWPA.1.1.2.3.${'A7'.repeat(51)}A`)
  await typeByHand(page, '111')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation')).toBeVisible()
})

test('the till sells as before, and its keys and a scan do not get in each other’s way', async () => {
  codes = await sellTickets(9)
  expect(codes.length).toBeGreaterThanOrEqual(6)
  await page.keyboard.type('2A')
  await expect(page.getByRole('main')).toContainText('2 × Standardbiljett')
  await scanner.send(codes[0] ?? '')
  await expect(order()).toBeVisible()
  await openScreen(page, /Kassa/)
  await expect(page.getByRole('main')).toContainText('2 × Standardbiljett')
})

for (const [index, [what, pace]] of (
  [
    ['quick', {}],
    ['slow', { gapMs: 95 }],
    ['without a line end', { end: 'pause' }],
    ['ended by Tab', { end: 'Tab' }],
    ['under Caps Lock', { capsLock: true }],
  ] as [string, Pace][]
).entries()) {
  test(`a ticket opens its order from the office while somebody types: ${what}`, async () => {
    await page.goto(`${screens.server.url}/#/office/settings/venue`)
    const field = page.getByRole('main').getByRole('textbox').first()
    await expect(field).toHaveValue('Fysikalen')
    await field.click()
    await page.keyboard.press('End')
    await typeByHand(page, 'ny')
    const typed = await field.inputValue()
    const last = await field.evaluateHandle((element: HTMLInputElement) => {
      const seen = { value: element.value }
      element.addEventListener('input', () => (seen.value = element.value))
      return seen
    })
    // The slow scanner’s keys are stamped back to when its first was sent: after what was typed by hand.
    await page.waitForTimeout(800)
    await scanner.send(codes[index + 1] ?? '', pace)
    // What was typed is not saved, so leaving asks; the scan waits for the answer.
    await page.getByRole('button', { name: 'Lämna' }).click()
    await expect(order()).toBeVisible()
    expect(await last.jsonValue()).toEqual({ value: typed })
  })
}

test('on the orders screen a scan opens its order, over an open menu and from inside the search', async () => {
  await page.goto(`${screens.server.url}/#/orders`)
  const search = page.getByRole('main').getByRole('textbox').first()
  await search.click()
  await scanner.send(codes[6] ?? '')
  await expect(order()).toBeVisible()
  await expect(search).toHaveValue('')
  await page.goto(`${screens.server.url}/#/orders`)
  await page.getByRole('button', { name: /Meny för/ }).click()
  await expect(page.getByText('Logga ut')).toBeVisible()
  await scanner.send(codes[7] ?? '')
  await expect(order()).toBeVisible()
  await expect(page.getByText('Logga ut')).toBeHidden()
})

test('at the door each scan is answered: under the key list, from a list in focus, again, two in a row', async () => {
  await openScreen(page, /Dörr/)
  await expect(page.getByText('Skanna en biljett')).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Tangenter' })).toBeVisible()
  await scanner.send(codes[0] ?? '')
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true })
  await expect(page.getByRole('dialog', { name: 'Tangenter' })).toBeHidden()
  await page.waitForTimeout(1_000)
  await scanner.send(codes[0] ?? '')
  await expect(verdict(page)).toContainText(/redan inne/i)
  await page.getByRole('combobox').first().focus()
  await page.waitForTimeout(800)
  await scanner.send(codes[1] ?? '', { gapMs: 90 })
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true })
  await scanner.send(codes[2] ?? '')
  await scanner.send(codes[3] ?? '')
  await expect(page.getByText(codes[2] ?? '')).toBeVisible()
  await expect(page.getByText(codes[3] ?? '')).toBeVisible()
})

test('what is no ticket, and two scanners at once, get one clear answer', async () => {
  await scanner.send('WIFI:S:FOAJEN')
  await expect(verdict(page)).toContainText(/ingen biljett/i)
  await scanner.send('KAQBZCWDPEA')
  await scanner.send('F')
  await expect(verdict(page)).toContainText(/skanna igen/i)
  await openScreen(page, /Kassa/)
  // What two scanners still send right after their letters got mixed belongs to the answer that was given.
  await page.waitForTimeout(700)
  await scanner.send('KAQBZCWDPEA')
  await expect(page.getByText('Två skanningar kom på en gång')).toBeVisible()
})

test('the door of somebody who may not see orders admits from wherever it is scanned', async () => {
  const [code = ''] = codes.slice(4)
  await page.getByRole('button', { name: /Meny för/ }).click()
  await page.getByText('Logga ut').click()
  await signIn(page, 'door')
  await scanner.send(code)
  await expect(verdict(page)).toContainText('VÄLKOMMEN', { ignoreCase: true })
})
