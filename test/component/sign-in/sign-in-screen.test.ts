import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { useSessionStore } from '#renderer/app/stores/session-store'
import SignInScreen from '#renderer/features/sign-in/SignInScreen.vue'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'

const people = [
  { id: 7, name: 'Maja Lind', role: 'manager' },
  { id: 8, name: 'Kim Berg', role: 'cashier', demoPin: '222222' },
]

let screen: VueWrapper

async function open(staffUsers: unknown[], signIn: (request: FakeRequest) => FakeAnswer): Promise<FakeRequest[]> {
  const seen = fakeServer((request) => {
    return request.path === '/staff-users' ? { status: 200, body: { staffUsers } } : signIn(request)
  })
  screen = mountScreen(SignInScreen)
  await settled()
  return seen
}

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

const granted = (request: FakeRequest): FakeAnswer => {
  const { staffUserId } = request.body as { staffUserId: number }
  const staffUser = people.find(({ id }) => id === staffUserId)
  return { status: 201, body: { staffUser, permissions: ['sell'], expiresAt: '2026-11-24T18:00:00.000Z' } }
}

test('a number key chooses the person, digits and Enter sign in', async () => {
  const seen = await open(people, granted)
  await press('2', '2', '2', '2', '2', 'Backspace', '2', 'Enter')
  expect(seen.at(-1)?.body).toEqual({ staffUserId: 8, pin: '2222' })
  expect(useSessionStore().current?.staffUser.name).toBe('Kim Berg')
})

test('arrows walk between the people', async () => {
  await open(people, granted)
  await press('ArrowRight')
  expect(document.activeElement?.textContent).toContain('Kim Berg')
  await press('ArrowRight')
  expect(document.activeElement?.textContent).toContain('Maja Lind')
})

test('a demo shows its PINs', async () => {
  await open(people, granted)
  expect(screen.text()).toContain('PIN 222222')
})

test('a single person is not asked who they are', async () => {
  await open(people.slice(0, 1), granted)
  expect(screen.text()).toContain('Hej Maja Lind')
})

test('Escape goes back to the people', async () => {
  await open(people, granted)
  await press('1', 'Escape')
  expect(screen.text()).toContain('Vem är du?')
})

test('a wrong PIN says how many tries are left and starts afresh', async () => {
  const seen = await open(people, () => problem(401, 'wrong_pin', { triesLeft: 3 }))
  await press('1', '1', '2', '3', '4', 'Enter')
  expect(screen.text()).toContain('Fel PIN. 3 försök kvar.')
  await press('Enter')
  expect(seen.filter(({ path }) => path === '/sessions')).toHaveLength(1)
  await press('9')
  expect(screen.text()).not.toContain('Fel PIN')
})

test('the last try says that a pause comes', async () => {
  await open(people, () => problem(401, 'wrong_pin', { triesLeft: 1 }))
  await press('1', '1', '2', '3', '4', 'Enter')
  expect(screen.text()).toContain('Ett försök kvar innan en paus.')
})

test('a lock-out counts down and takes no digits', async () => {
  const retryAt = new Date(Date.now() + 42_000).toISOString()
  const seen = await open(people, () => problem(429, 'locked_out', { retryAt }))
  await press('1', '1', '2', '3', '4', 'Enter')
  expect(screen.text()).toMatch(/Försök igen om 0:4\d/)
  await press('1', '2', '3', '4', 'Enter')
  expect(seen.filter(({ path }) => path === '/sessions')).toHaveLength(1)
})

test('no contact is said in words, and the PIN pad stays', async () => {
  await open(people, () => 'lost')
  await press('1', '1', '2', '3', '4', 'Enter')
  expect(screen.text()).toContain('Ingen kontakt med servern')
})
