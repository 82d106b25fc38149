import { afterEach, expect, test, vi } from 'vitest'
import TicketCodesCard from '#renderer/features/office/TicketCodesCard.vue'
import { fakeServer, problem, type FakeAnswer } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'
import { settingsWith } from './swish-settings'

afterEach(() => {
  vi.unstubAllGlobals()
})

function open(put: () => FakeAnswer) {
  const seen = fakeServer(({ method }) => (method === 'PUT' ? put() : { status: 200, body: settingsWith({}) }))
  return { seen, card: mountScreen(TicketCodesCard) }
}

test('the switch is saved as it is turned, and says what it gives and costs', async () => {
  const { seen, card } = open(() => ({ status: 200, body: { ...settingsWith({}), tickets: { signedQr: true } } }))
  await settled()
  const field = card.get<HTMLInputElement>('input[type="checkbox"]')
  expect(field.element.checked).toBe(false)
  expect(card.text()).toContain('En telefon utan kontakt')
  await field.setValue(true)
  await settled()
  expect(seen.at(-1)).toMatchObject({ method: 'PUT', path: '/settings/tickets', body: { signedQr: true } })
  expect(field.element.checked).toBe(true)
  card.unmount()
})

test('a failure is told, and what is stored stays shown', async () => {
  const { card } = open(() => problem(500, 'unexpected_error'))
  await settled()
  await card.get('input[type="checkbox"]').setValue(true)
  await settled()
  expect(card.find('[role="alert"]').exists()).toBe(true)
  card.unmount()
})
