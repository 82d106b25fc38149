/**
 * Measures the till's screen in a browser: from opening it to the first tile, and from a key to its picture, alone and while
 * the LAN's API runs at full load. Run with `npm run bench:till-screen` after a build; `CHROMIUM` names the browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { runLeg, startServer } from './processes.mjs'
import { printTable, printTarget } from './report.mjs'

const keys = 100
const openings = 8
const folder = mkdtempSync(join(tmpdir(), 'lucka-screen-bench-'))
const data = ['--data', join(folder, 'venue'), '--port', '0', '--host', '127.0.0.1', '--demo']
const server = await startServer('out/main/serve.js', data)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } })
  await page.goto(server.url)
  await page.getByText('Kim Berg').click()
  await page.keyboard.type('222222')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').first().waitFor()
  // No shift is open yet: it is opened with a float that is already filled in.
  await page.goto(`${server.url}/#/shift`)
  await page.getByRole('main').getByRole('textbox').first().waitFor()
  await page.keyboard.press('Enter')
  const tile = page.getByRole('button', { name: /Standard/ }).first()
  await tile.waitFor()

  const ready = []
  for (let opening = 0; opening < openings; opening++) {
    const startedAt = performance.now()
    await page.reload({ waitUntil: 'commit' })
    await tile.waitFor()
    ready.push(performance.now() - startedAt)
  }
  const paint = () =>
    page.evaluate(async (count) => {
      const times = []
      // A key first waits a moment for a second, which would make it a scan: what counts is when the basket has changed.
      const basket = () => document.querySelector('[aria-label="Korg"] ul')?.textContent ?? ''
      for (let index = 0; index < count; index++) {
        const before = basket()
        const startedAt = performance.now()
        window.dispatchEvent(new KeyboardEvent('keydown', { key: index % 2 === 0 ? 'a' : '-', bubbles: true }))
        while (basket() === before) {
          await new Promise((resolve) => requestAnimationFrame(resolve))
          if (performance.now() - startedAt > 5_000) throw new Error('the key had no effect')
        }
        await new Promise((resolve) => setTimeout(resolve))
        times.push(performance.now() - startedAt)
        // A fast hand's pause: keys that come as fast as frames would measure the frame.
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
      return times
    }, keys)
  const alone = await paint()
  const load = runLeg({ url: server.url, method: 'GET', path: '/get_chapterevents/', connections: 32, durationS: 15 })
  const loaded = await paint()
  await load

  const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0
  const row = (name, times) => [name, `${at(times, 0.5).toFixed(0)} ms`, `${at(times, 0.95).toFixed(0)} ms`]
  printTable([
    ['the till’s screen', 'p50', 'p95'],
    row('from opening to its tiles', ready),
    row('from a key to its picture', alone),
    row('the same, LAN API at full load', loaded),
  ])
  printTarget('ready', `${at(ready, 0.95).toFixed(0)} ms`, '≤ 2 000 ms', at(ready, 0.95) <= 2_000)
  printTarget('key to picture under load, p95', `${at(loaded, 0.95).toFixed(0)} ms`, '≤ 50 ms', at(loaded, 0.95) <= 50)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
