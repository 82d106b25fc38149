import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import EveryoneOut from '#renderer/features/door/EveryoneOut.vue'
import type { Event } from '#shared/contract/event-api'
import { fakeServer, problem, type FakeAnswer } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'

const events = [
  { id: 1, title: 'Fysikalen Dag 1' },
  { id: 2, title: 'Fysikalen Dag 2' },
] as Event[]
const counts = (inside: number) => ({ admitted: 412, inside, sold: 600, doors: [] })

let screen: VueWrapper
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

function open(
  shown: Event[],
  inside: [number, number][],
  answer: () => FakeAnswer = () => ({ status: 200, body: counts(0) }),
) {
  const seen = fakeServer(answer)
  const admissions = new Map(inside.map(([id, people]) => [id, counts(people)]))
  screen = mountScreen(EveryoneOut, { events: shown, admissions })
  return seen
}
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

test('says how many are inside before it counts them out', async () => {
  const seen = open(events.slice(0, 1), [[1, 37]])
  await click('Alla ute …')
  expect(screen.text()).toContain('37 är inne på Fysikalen Dag 1. Alla räknas som ute')
  expect(screen.text()).toContain('Använda biljetter förblir använda.')
  expect(seen).toEqual([])
  await submit()
  expect(seen).toMatchObject([{ method: 'POST', path: '/events/1/everyone-out' }])
  expect(document.activeElement?.textContent).toBe('Alla räknas som ute: Fysikalen Dag 1.')
})

test('of several events with somebody inside one is chosen first', async () => {
  const seen = open(
    [...events, { id: 3, title: 'Fysikalen Dag 3' } as Event],
    [
      [1, 0],
      [2, 4],
      [3, 1],
    ],
  )
  await click('Alla ute …')
  expect(screen.findAll('button').map((it) => it.text())).toEqual(['Fysikalen Dag 2', 'Fysikalen Dag 3', 'Tillbaka'])
  await click('Fysikalen Dag 3')
  expect(screen.text()).toContain('1 är inne på Fysikalen Dag 3.')
  await submit()
  expect(seen.map(({ path }) => path)).toEqual(['/events/3/everyone-out'])
})

test('is not there while nobody is inside', async () => {
  open(events, [[1, 0]])
  await settled()
  expect(screen.findAll('button')).toEqual([])
})

test('a failure is told beside the question', async () => {
  open(events.slice(0, 1), [[1, 37]], () => problem(404, 'event_not_found'))
  await click('Alla ute …')
  await submit()
  expect(screen.find('[role="alert"]').text()).toBe('Evenemanget finns inte längre.')
  expect(screen.find('form').exists()).toBe(true)
})
