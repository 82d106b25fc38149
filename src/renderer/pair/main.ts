/* The page behind a pairing's QR code: small, for a device that knows nothing of us yet. It shows the code once and goes on. */
import './pair.css'
import { staffClientHeader } from '#shared/contract/common'
import type { PairedDevice } from '#shared/contract/device-api'
import { wordsIn, type Outcome, type PairWords } from './pair-words'

/** Long enough to read what it was paired as. */
const READ_MS = 2_500

const language = navigator.language.startsWith('sv') ? 'sv' : 'en'
const words = wordsIn(language)
document.documentElement.lang = language

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

function say({ happened, next }: PairWords): void {
  element('happened').textContent = happened
  element('next').textContent = next
}

function pathOf({ role, displayPath }: PairedDevice): string {
  if (role === 'till') return '/'
  return role === 'display' ? (displayPath ?? '/') : '/door/'
}

const codes: Readonly<Record<number, Outcome>> = { 410: 'pairing_over', 429: 'locked_out' }

async function pair(code: string): Promise<PairedDevice | Outcome> {
  const answer = await fetch('/api/v1/devices', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [staffClientHeader.name]: staffClientHeader.value },
    body: JSON.stringify({ code }),
  }).catch(() => undefined)
  if (answer === undefined) return 'no_contact'
  if (!answer.ok) return codes[answer.status] ?? 'failed'
  return (await answer.json()) as PairedDevice
}

function goOn(device: PairedDevice): void {
  say(words.paired(device.name, device.role))
  const way = element('way')
  const path = pathOf(device)
  way.setAttribute('href', path)
  way.textContent = words.go
  way.hidden = false
  setTimeout(() => {
    location.replace(path)
  }, READ_MS)
}

const code = location.hash.slice(1)
// It is good for one use: it has no business in the history.
history.replaceState(null, '', location.pathname)
say(words.of(code === '' ? 'no_code' : 'waiting'))
if (code !== '') {
  const came = await pair(code)
  if (typeof came === 'string') say(words.of(came))
  else goOn(came)
}
