/**
 * Measures the door without contact in a browser: how long a list of 20,000 tickets takes to load, and a scan to its verdict with the
 * network cut. Run with `npm run bench:door-offline` after a build; `CHROMIUM` names the browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import Database from 'better-sqlite3'
import { fillDatabase } from './fill-database.mjs'
import { startServer } from './processes.mjs'
import { printTable, printTarget } from './report.mjs'

const tickets = 20_000
const scans = 100
const folder = mkdtempSync(join(tmpdir(), 'lucka-door-bench-'))
const venue = join(folder, 'venue')
const data = ['--data', venue, '--port', '0', '--host', '127.0.0.1']
const first = await startServer('out/main/serve.js', [...data, '--demo'])
await first.stop()
const { eventId } = fillDatabase(venue, tickets)
const database = new Database(join(venue, 'lucka.sqlite'), { readonly: true })
const codes = database.prepare('SELECT code FROM ticket WHERE event_id = ? LIMIT ?').pluck().all(eventId, scans)
database.close()

const server = await startServer('out/main/serve.js', data)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByText('Ali Nord').click()
  await page.keyboard.type('333333')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()

  await page.goto(`${server.url}/door/`)
  await page.getByRole('combobox').first().click()
  await page.getByRole('option', { name: 'Bench' }).click()
  const startedAt = performance.now()
  await page.getByRole('button', { name: 'Börja skanna' }).click()
  await page.getByText('Listan är färsk').waitFor()
  const loadedMs = performance.now() - startedAt

  await context.setOffline(true)
  await page.locator('main[data-contact=false]').waitFor()
  const verdicts = await page.evaluate(async (shown) => {
    const times = []
    const field = document.querySelector('[data-tone]')
    for (const code of shown) {
      for (const letter of code) {
        window.dispatchEvent(new KeyboardEvent('keydown', { key: letter, bubbles: true, cancelable: true }))
      }
      const told = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (!['admitted', 'attention', 'refused'].includes(field.dataset.tone)) return
          observer.disconnect()
          resolve()
        })
        observer.observe(field, { attributes: true, attributeFilter: ['data-tone'] })
      })
      const startedAt = performance.now()
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
      await told
      times.push(performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return times
  }, codes)

  const at = (share) => [...verdicts].sort((a, b) => a - b)[Math.floor((verdicts.length - 1) * share)] ?? 0
  printTable([
    ['the door without contact', 'p50', 'p95'],
    [
      `from a scan’s last key to its verdict, ${tickets} tickets`,
      `${at(0.5).toFixed(0)} ms`,
      `${at(0.95).toFixed(0)} ms`,
    ],
  ])
  printTarget(`a list of ${tickets} tickets`, `${(loadedMs / 1_000).toFixed(1)} s`, '≤ 5 s', loadedMs <= 5_000)
  printTarget('verdict, p95', `${at(0.95).toFixed(0)} ms`, '≤ 30 ms', at(0.95) <= 30)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
