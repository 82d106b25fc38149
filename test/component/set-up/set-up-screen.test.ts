import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSessionStore } from '#renderer/app/stores/session-store'
import SetUpScreen from '#renderer/features/set-up/SetUpScreen.vue'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'

const status = {
  version: '0.1.0',
  demo: false,
  setUpNeeded: false,
  venueName: 'Scen 1',
  language: 'sv',
  zone: 'Europe/Stockholm',
  port: 8460,
  requestedPort: 8460,
  lanUrls: [],
  httpsPort: 8443,
  secureUrls: [],
  authorityFingerprint: 'AA:BB',
  advertised: false,
  now: '2026-11-23T18:00:00.000Z',
}
const manager = { id: 1, name: 'Eva', role: 'manager' }

let screen: VueWrapper
let seen: FakeRequest[]
let setUpAnswer: FakeAnswer

beforeEach(() => {
  setUpAnswer = { status: 201 }
  seen = fakeServer(({ path }) => {
    if (path === '/set-up') return setUpAnswer
    if (path === '/staff-users') return { status: 200, body: { staffUsers: [manager] } }
    if (path === '/sessions')
      return { status: 201, body: { staffUser: manager, permissions: [], expiresAt: status.now } }
    return { status: 200, body: status }
  })
  screen = mountScreen(SetUpScreen)
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

async function fill(label: string, text: string): Promise<void> {
  await screen.get(`input[aria-label="${label}"]`).setValue(text)
}

const sent = () => seen.find(({ path }) => path === '/set-up')?.body

test('key 1 fills the folder with demo data', async () => {
  await press('1')
  expect(sent()).toEqual({ kind: 'demo' })
})

test('a venue is set up and its manager signed in', async () => {
  await press('2')
  await fill('Lokalens namn', ' Scen 1 ')
  await fill('Ditt namn', 'Eva')
  await fill('PIN-kod', '482913')
  await fill('PIN-koden en gång till', '482913')
  await screen.get('form').trigger('submit')
  await settled()
  expect(sent()).toEqual({ kind: 'venue', venueName: 'Scen 1', managerName: 'Eva', pin: '482913', language: 'sv' })
  expect(useSessionStore().current?.staffUser).toEqual(manager)
})

test('nothing is sent while a field is wrong, and each says why', async () => {
  await press('2')
  await fill('PIN-kod', '12345')
  await screen.get('form').trigger('submit')
  await settled()
  expect(sent()).toBeUndefined()
  expect(screen.text()).toContain('Fyll i fältet')
  expect(screen.text()).toContain('Minst 6 och högst 12 siffror')
  expect(screen.text()).toContain('Koderna är olika')
})

test('Escape goes back to the choice', async () => {
  await press('2', 'Escape')
  expect(screen.text()).toContain('Prova med demodata')
})

test('a refusal is told in words', async () => {
  setUpAnswer = problem(409, 'already_set_up')
  await press('1')
  expect(screen.text()).toContain('Lucka är redan inställd')
})
