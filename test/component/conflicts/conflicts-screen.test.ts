import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { i18n } from '#renderer/app/i18n'
import NavigationRail from '#renderer/app/NavigationRail.vue'
import ConflictsScreen from '#renderer/features/conflicts/ConflictsScreen.vue'
import { useConflictStore } from '#renderer/app/stores/conflict-store'
import ConflictsLink from '#renderer/features/door/ConflictsLink.vue'
import { ScanReason } from '#shared/contract/check-in-api'
import type { ScanConflict } from '#shared/contract/scan-upload-api'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { fakeStream } from '../app/fake-stream'
import { mountScreen, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'

const aConflict = (fields: Partial<ScanConflict> = {}): ScanConflict => ({
  id: 1,
  reason: 'already_used',
  scan: {
    ...{ at: '2026-12-05T17:55:00.000Z', receivedAt: '2026-12-05T18:20:00.000Z', code: 'ABCDEF' },
    ...{ doorName: 'Sidodörren', deviceName: 'Annas telefon', staffName: null },
  },
  earlierUse: {
    ...{ at: '2026-12-05T18:02:00.000Z', doorName: 'Entrén', deviceName: null, staffName: 'Kim Berg' },
    offline: false,
  },
  ticket: { code: 'ABCDEF', orderId: 7, ticketTypeTitle: 'Standardbiljett', eventTitle: 'Fysikalen Dag 1' },
  openedAt: '2026-12-05T18:20:00.000Z',
  resolvedAt: null,
  resolvedBy: null,
  note: null,
  ...fields,
})

vi.mock('vue-router', async (original) => ({ ...(await original<object>()), useRoute: () => ({ path: '/conflicts' }) }))

let conflicts: ScanConflict[]
let answer: () => FakeAnswer
let seen: FakeRequest[]
let screen: VueWrapper

beforeEach(() => {
  conflicts = [aConflict()]
  answer = () => {
    const settledNow = { resolvedAt: '2026-12-05T18:30:00.000Z', resolvedBy: 'Maja Lind', note: 'Tvillingar' }
    conflicts = conflicts.map((conflict) => ({ ...conflict, ...settledNow }))
    return { status: 200, body: conflicts[0] }
  }
  seen = fakeServer(({ method }) =>
    method === 'POST'
      ? answer()
      : {
          status: 200,
          body: { conflicts, openCount: conflicts.filter(({ resolvedAt }) => resolvedAt === null).length },
        },
  )
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

async function open(): Promise<void> {
  screen = mountScreen(ConflictsScreen)
  signInAs('manager')
  await settled()
}
const text = () => screen.text().replaceAll('\u00a0', ' ').replace(/\s+/g, ' ')
const click = async (name: string) => {
  const found = screen.findAll('button').find((it) => it.text() === name)
  if (found === undefined) throw new Error(`There is no button ${name} in: ${text()}`)
  await found.trigger('click')
  await settled()
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}

test('tells both admissions by the clock, with door and device, and leads to the order', async () => {
  await open()
  expect(text()).toContain('Två insläpp på samma biljett')
  const lines = screen.findAll('.card li').map((it) => it.findAll('time, span').map((part) => part.text()))
  expect(lines.map((parts) => parts.join(' ').replaceAll('\u00a0', ' '))).toEqual([
    'lör 5 dec 18.55 Sidodörren släppte in utan kontakt (Annas telefon). Servern fick veta det 19.20.',
    'lör 5 dec 19.02 Entrén släppte in (Kim Berg).',
  ])
  expect(screen.find('.card a').attributes('href')).toBe('#/orders/7')
})

test('is settled with a note, told, and listed among the settled ones', async () => {
  await open()
  await click('Avgör …')
  await submit()
  expect(text()).toContain('Skriv vad det blev.')
  expect(seen.filter(({ method }) => method === 'POST')).toEqual([])
  await screen.find('input').setValue(' Tvillingar ')
  await submit()
  expect(seen.find(({ method }) => method === 'POST')).toMatchObject({
    path: '/scan-conflicts/1/resolutions',
    body: { note: 'Tvillingar' },
  })
  expect(screen.find('[role="status"]').text()).toBe('Två insläpp på samma biljett: avgjort.')
  expect(document.activeElement?.textContent).toBe('Inget att se över')
  expect(screen.find('.past').text()).toContain('”Tvillingar”')
  expect(screen.find('.past').text()).toContain('Maja Lind')
})

test('that somebody else was faster is told, and the list is read again', async () => {
  answer = () => {
    conflicts = []
    return problem(409, 'already_resolved')
  }
  await open()
  await click('Avgör …')
  await screen.find('input').setValue('Kopia')
  await submit()
  expect(screen.find('[role="status"]').text()).toBe('Någon annan har redan avgjort det.')
  expect(text()).toContain('Inget att se över')
})

test('a failure leaves what was written', async () => {
  answer = () => 'lost'
  await open()
  await click('Avgör …')
  await screen.find('input').setValue('Kopia')
  await submit()
  expect(screen.find('[role="alert"]').text()).toContain('Ingen kontakt med servern')
  expect(screen.find('input').element.value).toBe('Kopia')
})

test('a code that is nobody’s ticket has no order to open', async () => {
  conflicts = [aConflict({ reason: 'unknown_code', ticket: null, earlierUse: null })]
  await open()
  expect(text()).toContain('Insläppt på en okänd kod')
  expect(screen.find('.ticket').text()).toBe('ABCDEFIngen biljett')
  expect(screen.find('.card a').exists()).toBe(false)
  expect(screen.findAll('.card li')).toHaveLength(1)
})

test.each(['sv', 'en'] as const)('every reason has words of its own in %s', async (language) => {
  const { anyOf } = ScanReason as unknown as { anyOf: { const: ScanConflict['reason'] }[] }
  // What only a door without contact says, or says of nobody who comes in.
  const never = new Set(['undecided_not_in_list', 'undecided_sold_later', 'exit_without_entry'])
  const reasons = anyOf.map((reason) => reason.const).filter((reason) => !never.has(reason))
  conflicts = reasons.map((reason, index) => aConflict({ id: index + 1, reason }))
  await open()
  i18n.global.locale.value = language
  await settled()
  const titles = screen.findAll('.card h3').map((it) => it.text())
  expect(titles).toHaveLength(reasons.length)
  expect(new Set(titles).size).toBe(reasons.length)
  expect(titles.some((title) => title.includes('conflicts.') || /servern hade|server would/.test(title))).toBe(false)
})

test('the rail counts what is open at the door, and follows the news', async () => {
  const screens = [{ name: 'door', path: '/door', under: ['/door', '/conflicts'], icon: '', permission: 'check_in' }]
  screen = mountScreen(NavigationRail, { screens })
  signInAs('manager')
  const { tell } = fakeStream()
  useConflictStore().loadQuietly()
  await settled()
  expect(screen.find('a').text()).toContain('1 väntar på dig')
  expect(screen.find('a').attributes('aria-current')).toBe('page')
  conflicts = [aConflict(), aConflict({ id: 2 })]
  tell('scan_conflict', {})
  await settled()
  expect(screen.find('a').text()).toContain('2 väntar på dig')
  conflicts = []
  tell('scan_conflict', {})
  await settled()
  expect(screen.find('a').text()).toBe('Dörr')
})

test('the door leads to what waits, and to what is settled', async () => {
  screen = mountScreen(ConflictsLink)
  signInAs('manager')
  await useConflictStore().load()
  await settled()
  expect(screen.find('a').text()).toBe('1 att se över')
  expect(screen.find('a').attributes('href')).toBe('#/conflicts')
  conflicts = []
  await useConflictStore().load()
  await settled()
  expect(screen.find('a').text()).toBe('Inget att se över')
})

test('who may not settle them is never asked about', async () => {
  screen = mountScreen(ConflictsLink)
  signInAs('cashier')
  useConflictStore().loadQuietly()
  await settled()
  expect(seen).toEqual([])
})
