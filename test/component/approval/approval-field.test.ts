import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { ApiError } from '#renderer/api/client'
import ApprovalField from '#renderer/components/ApprovalField.vue'
import type { Approval } from '#shared/contract/order-api'
import { fakeServer } from '../app/fake-server'
import { mountScreen, settled } from '../app/mount-screen'

let field: VueWrapper
let approval: Approval | null

async function open(approvers: { id: number; name: string }[]): Promise<void> {
  fakeServer(() => ({ status: 200, body: { approvers } }))
  approval = null
  field = mountScreen(ApprovalField, {
    permission: 'large_refund',
    modelValue: null,
    'onUpdate:modelValue': (value: Approval | null) => (approval = value),
  })
  await settled()
}
const type = async (pin: string) => {
  await field.find('.pin input').setValue(pin)
  await settled()
}
const fail = async (status: number, code: string, details: Record<string, unknown> = {}) => {
  await field.setProps({ failure: new ApiError(status, code, '', details) })
  await settled()
}

afterEach(() => {
  field.unmount()
  vi.unstubAllGlobals()
})

test('a single person is not chosen among: their PIN is asked for at once', async () => {
  await open([{ id: 7, name: 'Maja Lind' }])
  expect(field.text()).toContain('Någon som får återbetala stora belopp godkänner med sin PIN.')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('PIN för Maja Lind')
  await type('11')
  expect(approval).toBeNull()
  await type('111111')
  expect(approval).toEqual({ staffUserId: 7, pin: '111111' })
})

test('of several the first is chosen until another is', async () => {
  await open([
    { id: 7, name: 'Maja Lind' },
    { id: 9, name: 'Ada Ek' },
  ])
  await type('222222')
  expect(approval).toEqual({ staffUserId: 7, pin: '222222' })
  await field.findAll('input[type="radio"]')[1]?.setValue()
  expect(approval).toEqual({ staffUserId: 9, pin: '222222' })
})

test('a wrong PIN is told, emptied and asked for again', async () => {
  await open([{ id: 7, name: 'Maja Lind' }])
  await type('111111')
  await fail(403, 'wrong_pin', { triesLeft: 3 })
  expect(field.text()).toContain('Fel PIN. 3 försök kvar.')
  expect(approval).toBeNull()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('PIN för Maja Lind')
})

test('after too many tries it waits', async () => {
  await open([{ id: 7, name: 'Maja Lind' }])
  await type('111111')
  await fail(429, 'locked_out', { retryAt: new Date(Date.now() + 30_000).toISOString() })
  expect(field.text()).toContain('För många fel. Försök igen om 0:')
})

test('that somebody is needed at all is no refusal of theirs; a try without the right is', async () => {
  await open([{ id: 7, name: 'Maja Lind' }])
  await fail(403, 'approval_needed', { permission: 'large_refund' })
  expect(field.text()).not.toContain('Välj någon annan')
  await type('111111')
  await fail(403, 'approval_needed', { permission: 'large_refund' })
  expect(field.text()).toContain('Välj någon annan')
})

test('where nobody has the right, it says what to do about it', async () => {
  await open([])
  expect(field.text()).toContain('Ge någon rätten under Inställningar, Personer.')
})
