import { expect, type Page } from '@playwright/test'

/** The people of the demo, by the number on their tile. */
export const demoPeople = {
  manager: { tile: '1', name: 'Maja Lind', pin: '111111' },
  cashier: { tile: '2', name: 'Kim Berg', pin: '222222' },
  door: { tile: '3', name: 'Ali Nord', pin: '333333' },
} as const

/** Signs in as a person at a keyboard does. */
export async function signIn(page: Page, person: keyof typeof demoPeople): Promise<void> {
  const { tile, name, pin } = demoPeople[person]
  await expect(page.getByRole('heading', { name: /Vem är du|Who are you/ })).toBeVisible()
  await page.keyboard.press(tile)
  await expect(page.getByText(name)).toBeVisible()
  await page.keyboard.type(pin)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation')).toBeVisible()
}

/** Opens the first register's shift, as the shift screen does, unless it is open already; then the till sells. */
export async function openTill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { registers } = (await (await fetch('/api/v1/registers')).json()) as {
      registers: { id: number; openShift: object | null }[]
    }
    const [register] = registers
    if (register === undefined || register.openShift !== null) return
    await fetch('/api/v1/shifts', {
      method: 'POST',
      headers: {
        'x-lucka-client': 'staff',
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({ registerId: register.id, floatOre: 100_000 }),
    })
  })
  await expect(page.getByRole('button', { name: /Standardbiljett/ })).toBeVisible()
}

export async function openScreen(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click()
}

/** What comes as fast as the browser takes it would be a scanner. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 45 })
}

/** Sends a code as a USB scanner does: key after key, faster than a person, closed by Enter. */
export async function scanWithWedge(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code, { delay: 3 })
  await page.keyboard.press('Enter')
}

/** The verdict that fills the door's field. */
export const verdict = (page: Page) => page.getByRole('main').getByRole('status').first()
