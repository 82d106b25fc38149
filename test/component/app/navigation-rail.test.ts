import { afterEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import NavigationRail from '#renderer/app/NavigationRail.vue'
import { useSwishStore } from '#renderer/app/stores/swish-store'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { mountScreen } from './mount-screen'

vi.mock('vue-router', async (original) => ({ ...(await original<object>()), useRoute: () => ({ path: '/till' }) }))

let unmount: () => void
afterEach(() => {
  unmount()
})

test('the rail counts the payments that wait for a person, and is quiet without any', async () => {
  const screens = [{ name: 'payments', path: '/payments', under: ['/payments'], icon: '', permission: 'sell' }]
  const rail = mountScreen(NavigationRail, { screens })
  unmount = () => {
    rail.unmount()
  }
  const swish = useSwishStore()
  const waiting = async (attentionCount: number) => {
    swish.status = { attentionCount } as SwishStatus
    await nextTick()
    return rail.find('a').text()
  }
  expect(await waiting(0)).toBe('Betalningar')
  expect(await waiting(3)).toContain('3 väntar på dig')
  expect(await waiting(1)).toContain('1 väntar på dig')
})
