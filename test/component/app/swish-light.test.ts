import { expect, test } from 'vitest'
import { swishLight } from '#renderer/app/swish-light'
import { aSwishStatus } from '../till/catalogue'

const everything = () => true
const cashier = (permission: string) => permission !== 'edit_settings'

test('all well is one quiet word without a way to anywhere', () => {
  expect(swishLight(aSwishStatus(), everything)).toEqual({ kind: 'ready', tone: 'go', to: null })
})

test('payments to settle lead to the payments', () => {
  const status = aSwishStatus({ attentionCount: 2, certificateDaysLeft: 12 })
  expect(swishLight(status, cashier)).toEqual({ kind: 'to_settle', tone: 'look', to: '/payments' })
})

test('a Swish out of reach says so first, and still leads to what waits', () => {
  const status = aSwishStatus({ state: 'unreachable', attentionCount: 2 })
  expect(swishLight(status, cashier)).toEqual({ kind: 'unreachable', tone: 'stop', to: '/payments' })
  expect(swishLight({ ...status, attentionCount: 0 }, everything).to).toBeNull()
})

test.each(['off', 'not_set_up', 'refused'] as const)(
  '%s leads to the settings, for those who may change them',
  (state) => {
    expect(swishLight(aSwishStatus({ state }), everything).to).toBe('/office/settings/swish')
    expect(swishLight(aSwishStatus({ state }), cashier).to).toBeNull()
  },
)

test('a certificate that ends is told to those who can renew it', () => {
  const status = aSwishStatus({ certificateDaysLeft: 12 })
  expect(swishLight(status, everything)).toEqual({ kind: 'certificate', tone: 'look', to: '/office/settings/swish' })
  expect(swishLight(status, cashier).kind).toBe('ready')
})
