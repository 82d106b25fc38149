import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import DeviceForm from '#renderer/features/office/DeviceForm.vue'
import type { Device } from '#shared/contract/device-api'
import { fakeServer, problem, type FakeAnswer } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'

const aDevice = (fields: Partial<Device> = {}): Device => ({
  ...{ id: 4, name: 'Annas telefon', role: 'door', doorId: 1, registerId: null },
  ...{ pairedAt: '2026-12-05T15:00:00.000Z', pairedBy: 'Maja Lind', lastSeenAt: null, lastAddress: null },
  ...{ revokedAt: null, supervisorNeeded: false },
  ...fields,
})
const doors = [
  { id: 1, name: 'Entrén' },
  { id: 2, name: 'Sidodörren' },
]
const registers = [{ id: 1, name: 'Kassa 1' }]

let screen: VueWrapper
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

function open(device: Device, answer: () => FakeAnswer = () => ({ status: 200, body: aDevice() })) {
  const seen = fakeServer(answer)
  screen = mountScreen(DeviceForm, { device, doors, registers })
  return seen
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}

test('a phone gets another name and another door', async () => {
  const seen = open(aDevice())
  await screen.find('input').setValue(' Sidodörrens telefon ')
  await screen.find('select').setValue('Sidodörren')
  await submit()
  expect(seen).toMatchObject([
    { method: 'PUT', path: '/devices/4', body: { name: 'Sidodörrens telefon', doorId: 2, registerId: null } },
  ])
  expect(screen.emitted('end')).toHaveLength(1)
})

test('a till stands nowhere, and is only renamed', async () => {
  const seen = open(aDevice({ role: 'till', doorId: null }))
  expect(screen.find('select').exists()).toBe(false)
  await screen.find('input').setValue('Surfplattan')
  await submit()
  expect(seen[0]?.body).toEqual({ name: 'Surfplattan', doorId: null, registerId: null })
})

test('a name is needed, and a refusal is told', async () => {
  const seen = open(aDevice(), () => problem(409, 'device_revoked'))
  await screen.find('input').setValue(' ')
  await submit()
  expect(seen).toEqual([])
  expect(screen.text()).toContain('Skriv vad den ska heta.')
  await screen.find('input').setValue('Annas')
  await submit()
  expect(screen.find('[role="alert"]').text()).toBe('Enheten är utestängd för gott.')
  expect(screen.emitted('end')).toBeUndefined()
})
