import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { projectFolder } from './electron-install'

/** Takes pictures into `test-results/<folder>`, each looked through for what shuts people out. */
export function lookInto(folder: string): (page: Page, name: string) => Promise<void> {
  const pictures = join(projectFolder, 'test-results', folder)
  return async (page, name) => {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}.png`) })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target).join(', ')}`),
    ).toEqual([])
  }
}

/** Sells for cash over the API. @returns the codes */
export async function sell(page: Page, typeTitle: string, count: number, email: string): Promise<string[]> {
  return page.evaluate(
    async ([title, wanted, address]) => {
      const call = async (method: string, path: string, body?: unknown) => {
        const headers = { 'x-lucka-client': 'staff', 'idempotency-key': crypto.randomUUID() }
        const json =
          body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
        return (await fetch(`/api/v1${path}`, { method, ...json })).json()
      }
      const { events, ticketTypes } = await call('GET', '/catalogue')
      const { registers } = await call('GET', '/registers')
      const order = await call('POST', '/orders', {
        eventId: events[0].id,
        shiftId: registers[0].openShift.id,
        lines: [
          { ticketTypeId: ticketTypes.find((type: { title: string }) => type.title === title).id, count: wanted },
        ],
        email: address,
      })
      const givenOre = Number(order.totalOre) + 100
      const paid = await call('POST', `/orders/${order.id}/cash-payments`, { givenOre })
      return paid.tickets.map(({ code }: { code: string }) => code)
    },
    [typeTitle, count, email] as const,
  )
}

/** Hands over that a door without contact has let somebody in on this code. */
export async function uploadAdmission(page: Page, code: string): Promise<void> {
  await page.evaluate(async (scanned) => {
    const scan = { nonce: crypto.randomUUID(), scanned, at: new Date().toISOString(), doorId: 1, eventId: null }
    await fetch('/api/v1/check-ins/uploads', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lucka-client': 'staff' },
      body: JSON.stringify({ scans: [{ ...scan, mode: 'entry', outcome: 'admitted', reason: null }] }),
    })
  }, code)
}
