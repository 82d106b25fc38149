/**
 * Measures the door: from the last key of a scan to the verdict on the screen, with 300,000 tickets in the database, alone and
 * while the LAN's API runs at full load; and a lane that scans as fast as its verdicts come, in scans a minute.
 *
 * Run with `npm run bench:door` after a build; `--quick` takes fewer tickets and scans, `CHROMIUM` names the browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { fillDatabase } from './fill-database.mjs'
import { runLeg, startServer } from './processes.mjs'
import { printTable, printTarget } from './report.mjs'
import { ticketCode } from './ticket-code.mjs'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const tickets = options.quick ? 20_000 : 300_000
const scans = options.quick ? 40 : 200
const laneScans = options.quick ? 60 : 300
/** The last tickets are scanned at the door, the first ones by the load. */
const loadTickets = tickets / 2

const folder = mkdtempSync(join(tmpdir(), 'lucka-door-bench-'))
const dataFolder = join(folder, 'venue')
const data = ['--data', dataFolder, '--port', '0', '--host', '127.0.0.1']
const first = await startServer('out/main/serve.js', [...data, '--demo'])
await first.stop()
fillDatabase(dataFolder, tickets)
const server = await startServer('out/main/serve.js', data)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
let next = loadTickets

/** Scans `count` tickets, each when the verdict of the one before is on the screen. @returns ms from the last key to the picture */
async function scanAtDoor(page, count, pauseMs) {
  const codes = Array.from({ length: count }, () => ticketCode(next++))
  return page.evaluate(
    async ([wanted, pause]) => {
      const typed = (key) => {
        const code = key === 'Enter' ? 'Enter' : `Key${key}`
        window.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))
      }
      const latest = () => document.querySelector('.past li .code')?.textContent
      const times = []
      for (const code of wanted) {
        for (const letter of code) typed(letter)
        const startedAt = performance.now()
        typed('Enter')
        while (latest() !== code) {
          await new Promise((resolve) => requestAnimationFrame(resolve))
          if (performance.now() - startedAt > 5_000) throw new Error(`no verdict for ${code}`)
        }
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        times.push(performance.now() - startedAt)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
      return times
    },
    [codes, pauseMs],
  )
}

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(server.url)
  await page.getByText('Ali Nord').click()
  await page.keyboard.type('333333')
  await page.keyboard.press('Enter')
  await page.getByText('Skanna en biljett').waitFor()
  await scanAtDoor(page, 5, 50)

  const alone = await scanAtDoor(page, scans, 50)
  const load = runLeg({
    url: server.url,
    method: 'PUT',
    path: '/validate_ticket/',
    headers: { 'content-type': 'application/json' },
    bodies: { kind: 'ticket', count: loadTickets },
    connections: 32,
    durationS: options.quick ? 6 : 25,
  })
  const loaded = await scanAtDoor(page, scans, 50)
  const { perSecond, failed } = await load
  const laneStartedAt = performance.now()
  await scanAtDoor(page, laneScans, 0)
  const laneMinutes = (performance.now() - laneStartedAt) / 60_000

  const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0
  const row = (name, times) => [name, `${at(times, 0.5).toFixed(0)} ms`, `${at(times, 0.95).toFixed(0)} ms`]
  printTable([
    [`the door, ${tickets.toLocaleString('en')} tickets`, 'p50', 'p95'],
    row('from the last key to the verdict', alone),
    row(`the same beside ${Math.round(perSecond)} validations a second`, loaded),
  ])
  console.log(
    `a lane without people: ${Math.round(laneScans / laneMinutes)} scans a minute; ${failed} calls of the load failed`,
  )
  const p95 = at(loaded, 0.95)
  printTarget('last key to verdict under load, p95', `${p95.toFixed(0)} ms`, '≤ 100 ms', p95 <= 100)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
