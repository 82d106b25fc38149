import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import TicketKeysSection from '#renderer/features/office/TicketKeysSection.vue'
import type { TicketKey } from '#shared/contract/ticket-key-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'

const aKey = (number: number, fields: Partial<TicketKey> = {}): TicketKey => ({
  number,
  publicKey: 'x'.repeat(43),
  createdAt: '2026-12-01T12:00:00.000Z',
  retiredAt: null,
  revokedAt: null,
  ...fields,
})
const at = '2026-12-05T17:00:00.000Z'

let screen: VueWrapper
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

async function open(keys: TicketKey[], answer: (request: FakeRequest) => FakeAnswer) {
  const seen = fakeServer((request) => (request.method === 'GET' ? { status: 200, body: { keys } } : answer(request)))
  screen = mountScreen(TicketKeysSection)
  await settled()
  return seen
}
const rows = () => screen.findAll('tbody tr').map((it) => it.text().replace(/\s+/g, ' '))
const click = async (name: string) => {
  await screen
    .findAll('button')
    .find((it) => it.text() === name)
    ?.trigger('click')
  await settled()
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}
const writes = (seen: FakeRequest[]) => seen.filter(({ method }) => method === 'POST').map(({ path }) => path)

test('a new key leaves what is printed good, and says so first', async () => {
  const seen = await open([aKey(1)], () => ({ status: 200, body: { keys: [aKey(1, { retiredAt: at }), aKey(2)] } }))
  await click('Byt nyckel …')
  expect(screen.text()).toContain('Biljetter som redan är utskrivna eller mejlade gäller som förut.')
  await press('Escape')
  expect(writes(seen)).toEqual([])
  await click('Byt nyckel …')
  await submit()
  expect(writes(seen)).toEqual(['/ticket-keys'])
  expect(rows()[0]).toContain('Nyckel 2')
  expect(rows()[0]).toContain('Skriver under nya biljetter')
  expect(rows()[1]).toContain('Gäller, skriver inte under')
})

test('revoking says what becomes of printed tickets, and cannot be done twice', async () => {
  const revoked = aKey(1, { retiredAt: at, revokedAt: at })
  const seen = await open([aKey(1)], () => ({ status: 200, body: { keys: [revoked] } }))
  await click('Återkalla …')
  expect(screen.text()).toContain('nekas som falsk vid alla dörrar. De sex bokstäverna gäller fortfarande.')
  await submit()
  expect(writes(seen)).toEqual(['/ticket-keys/1/revocations'])
  expect(rows()).toHaveLength(1)
  expect(rows()[0]).toContain('Återkallad lör 5 dec 18.00')
  expect(screen.findAll('button').map((it) => it.text())).toEqual(['Byt nyckel …'])
})

test('a failure is told and changes nothing', async () => {
  await open([aKey(1)], () => problem(404, 'ticket_key_not_found'))
  await click('Återkalla …')
  await submit()
  expect(screen.find('[role="alert"]').text()).toBe('Nyckeln finns inte.')
  expect(rows()[0]).toContain('Skriver under nya biljetter')
})

test('without a key there is nothing to renew', async () => {
  await open([], () => ({ status: 200 }))
  expect(screen.text()).toContain('Ingen nyckel än.')
  expect(screen.findAll('button')).toEqual([])
})
