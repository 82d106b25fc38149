/**
 * Measures the camera at the door: from the picture in which a ticket comes into view to its verdict on the screen, in real
 * Chromium with a fake camera, on the app's door and on the phone's. In the same run, what no reader can go below: the camera's
 * pictures and the decoder's own time on one of them.
 *
 * Run with `npm run bench:camera` after a build; needs ffmpeg. `--quick` shows fewer tickets, `CHROMIUM` names the browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import Database from 'better-sqlite3'
import { drawFrame, filmHeight, filmWidth, makeFilm, markPx, modulesOf } from './code-film.mjs'
import { fillDatabase } from './fill-database.mjs'
import { startServer } from './processes.mjs'
import { printTable, printTarget } from './report.mjs'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const shown = options.quick ? 6 : 20
const targetMs = 500
/** Of the picture that is decoded; the camera's page says the same. */
const readWidth = 800

const views = {
  'a bare code held straight': { signed: false, share: 0.5, degrees: 0, filter: 'null' },
  'a signed one tilted, out of focus, in the dark': {
    signed: true,
    share: 0.5,
    degrees: 14,
    filter: 'gblur=sigma=1.4,noise=alls=14:allf=t,lutyuv=y=val*0.5',
  },
}

const folder = mkdtempSync(join(tmpdir(), 'lucka-camera-bench-'))
const venue = join(folder, 'venue')
const data = ['--data', venue, '--port', '0', '--host', '127.0.0.1']
const first = await startServer('out/main/serve.js', [...data, '--demo'])
await first.stop()
const { eventId } = fillDatabase(venue, 400)
const database = new Database(join(venue, 'lucka.sqlite'), { readonly: true })
const codes = database.prepare('SELECT code FROM ticket WHERE event_id = ?').pluck().all(eventId)
database.close()
const server = await startServer('out/main/serve.js', data)

async function launch(film) {
  const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...(film === undefined ? [] : [...camera, `--use-file-for-fake-video-capture=${film}`])],
  })
}

async function signIn(browser, viewport) {
  // The worker that watches is the bench's and not the page's.
  const page = await browser.newPage({ viewport, bypassCSP: true })
  await page.goto(server.url)
  await page.getByText('Maja Lind').click()
  await page.keyboard.type('111111')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
  return page
}

/** The pictures of these tickets' codes, as the server puts them on tickets. */
async function svgsOf(wanted, signed) {
  const browser = await launch()
  const page = await signIn(browser, { width: 800, height: 600 })
  const svgs = await page.evaluate(
    async ([all, signedQr]) => {
      const headers = { 'content-type': 'application/json', 'x-lucka-client': 'staff' }
      const body = JSON.stringify({ signedQr })
      const { ok } = await fetch('/api/v1/settings/tickets', { method: 'PUT', headers, body })
      if (!ok) throw new Error('the setting of ticket codes was not taken')
      return Promise.all(
        all.map(async (code) => {
          const answer = await fetch(`/api/v1/tickets/${code}/qr.svg`)
          if (!answer.ok) throw new Error(`no picture of ${code}`)
          return answer.text()
        }),
      )
    },
    [wanted, signed],
  )
  await browser.close()
  return svgs
}

const doors = {
  'the app’s door': async (browser) => {
    const page = await signIn(browser, { width: 1280, height: 800 })
    await page.goto(`${server.url}/#/door`)
    await page.getByRole('button', { name: 'Starta kamera' }).click()
    return page
  },
  'the phone’s door': async (browser) => {
    const page = await signIn(browser, { width: 390, height: 844 })
    await page.goto(`${server.url}/door/`)
    await page.getByRole('combobox').first().click()
    await page.getByRole('option', { name: 'Bench' }).click()
    await page.getByRole('button', { name: 'Börja skanna' }).click()
    await page.getByText('Listan är färsk').waitFor()
    await page.getByRole('button', { name: 'Kamera' }).click()
    return page
  },
}

/**
 * Runs in a worker of the page, on the camera's own pictures: the page has enough to do, and may not be slowed by being watched.
 * Looks at the mark's middle alone, which costs next to nothing.
 */
function watchMark({ data: [pictures, markSide] }) {
  const now = () => performance.timeOrigin + performance.now()
  const rect = { x: markSide / 4, y: markSide / 4, width: markSide / 2, height: markSide / 2 }
  const bytes = new Uint8Array(markSide * markSide * 4)
  const reader = pictures.getReader()
  let wasWhite = false
  const next = async () => {
    const { done, value: picture } = await reader.read()
    if (done) return
    const at = now()
    await picture.copyTo(bytes, { rect })
    picture.close()
    const isWhite = bytes[0] > 70
    self.postMessage({ at, appeared: isWhite && !wasWhite })
    wasWhite = isWhite
    await next()
  }
  void next()
}

/** @returns when each code came into view and when each verdict was painted, and how long the camera's pictures were apart */
function watch(page, lengthMs, mark) {
  return page.evaluate(
    async ([forMs, markSide, script]) => {
      const now = () => performance.timeOrigin + performance.now()
      const field = document.querySelector('[data-tone]')
      const seen = []
      const verdicts = []
      const pictures = []
      const worker = new Worker(URL.createObjectURL(new Blob([`onmessage = ${script}`])))
      worker.onmessage = ({ data: { at, appeared } }) => {
        pictures.push(at)
        if (appeared) seen.push(at)
      }
      const [track] = document.querySelector('video').srcObject.getVideoTracks()
      const { readable } = new MediaStreamTrackProcessor({ track: track.clone() })
      worker.postMessage([readable, markSide], [readable])
      let asked = false
      const observer = new MutationObserver((changes) => {
        asked ||= changes.some(({ oldValue }) => oldValue === 'waiting')
        if (['waiting', 'idle'].includes(field.dataset.tone) || !asked) return
        asked = false
        requestAnimationFrame(() => setTimeout(() => verdicts.push(now())))
      })
      observer.observe(field, { attributes: true, attributeFilter: ['data-tone'], attributeOldValue: true })
      await new Promise((resolve) => setTimeout(resolve, forMs))
      observer.disconnect()
      worker.terminate()
      return { seen, verdicts, gaps: pictures.slice(1).map((at, index) => at - pictures[index]) }
    },
    [lengthMs, mark, watchMark.toString()],
  )
}

/** The decoder alone, on one picture at the size that is read. @returns ms, with a code in view and without */
async function timeDecoder(svg) {
  const browser = await launch()
  const page = await browser.newPage()
  await page.addScriptTag({ path: 'node_modules/html5-qrcode/html5-qrcode.min.js' })
  const times = async (frame) =>
    page.evaluate(
      async ([grey, width, height, readAt]) => {
        const bytes = Uint8Array.from(atob(grey), (letter) => letter.charCodeAt(0))
        const picture = new ImageData(width, height)
        bytes.forEach((light, at) => picture.data.set([light, light, light, 255], at * 4))
        const canvas = document.createElement('canvas')
        canvas.width = readAt
        canvas.height = (readAt * height) / width
        canvas
          .getContext('2d', { willReadFrequently: true })
          .drawImage(await createImageBitmap(picture), 0, 0, canvas.width, canvas.height)
        document.body.innerHTML = '<div id="reader"></div>'
        const decoder = new window.Html5Qrcode('reader', { formatsToSupport: [0], verbose: false }).qrcode
        const taken = []
        for (let turn = 0; turn < 60; turn++) {
          const startedAt = performance.now()
          await decoder.decodeAsync(canvas).catch(() => undefined)
          taken.push(performance.now() - startedAt)
        }
        return taken.slice(10)
      },
      [frame.toString('base64'), filmWidth, filmHeight, readWidth],
    )
  const view = views['a bare code held straight']
  const result = [await times(drawFrame(modulesOf(svg), view)), await times(drawFrame(undefined, view))]
  await browser.close()
  return result
}

const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0
const row = (name, times, note = '') => [
  name,
  `${at(times, 0.5).toFixed(0)} ms`,
  `${at(times, 0.95).toFixed(0)} ms`,
  note,
]

try {
  const rows = []
  const medians = []
  let gaps = []
  let next = 0
  let someSvg = ''
  for (const [doorName, openDoor] of Object.entries(doors)) {
    for (const [viewName, view] of Object.entries(views)) {
      const svgs = await svgsOf(codes.slice(next, (next += shown)), view.signed)
      ;[someSvg] = svgs
      const film = join(folder, `film-${rows.length}.mjpeg`)
      const seconds = await makeFilm(film, svgs, view)
      const browser = await launch(film)
      const page = await openDoor(browser)
      await page.locator('[data-camera=running]').waitFor()
      const watched = await watch(page, seconds * 1_000, markPx)
      await browser.close()
      rmSync(film)
      // The film goes round: the last code may be cut off by the end of the watch.
      const answered = watched.seen.flatMap((seenAt, index) => {
        const until = watched.seen[index + 1] ?? Infinity
        const verdict = watched.verdicts.find((paintedAt) => paintedAt > seenAt && paintedAt < until)
        return verdict === undefined ? [] : [verdict - seenAt]
      })
      rows.push(row(`${doorName}, ${viewName}`, answered, `${answered.length} of ${watched.seen.length}`))
      medians.push(at(answered, 0.5))
      gaps = watched.gaps
    }
  }
  const [withCode, without] = await timeDecoder(someSvg)
  printTable([
    ['from a code in view to its verdict', 'p50', 'p95', 'read'],
    ...rows,
    row('limit: between two pictures of the camera', gaps),
    row('limit: the decoder alone, a code in view', withCode),
    row('limit: the decoder alone, nothing in view', without),
  ])
  const slowest = Math.max(...medians)
  printTarget('median, the slowest of these', `${slowest.toFixed(0)} ms`, `≤ ${targetMs} ms`, slowest <= targetMs)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
