import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VueWrapper } from '@vue/test-utils'
import OrdersScreen from '#renderer/features/orders/OrdersScreen.vue'
import { fakeServer } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'
import { aPaidOrder } from './orders'

const push = vi.hoisted(() => vi.fn())
vi.mock('vue-router', () => ({ useRouter: () => ({ push }) }))

let screen: VueWrapper

beforeEach(async () => {
  push.mockClear()
  const order = aPaidOrder()
  const summary = { ...order, eventTitle: order.event.title, ticketCount: 3, refundedCount: 1 }
  fakeServer(({ path }) => ({
    status: 200,
    body: path.startsWith('/orders/') ? order : { orders: [{ ...summary, id: 9, orderNumber: 9 }, summary] },
  }))
  screen = mountScreen(OrdersScreen, { id: '7' })
  signInAs('manager')
  await settled()
})

afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

test('the list says which orders are partly refunded', () => {
  expect(screen.find('[role="option"]').text()).toContain('Delvis återbetald')
})

test('Enter opens the row, but in a field of the open order it belongs to that field', async () => {
  await press('Enter')
  expect(push).toHaveBeenCalledWith('/orders/9')
  push.mockClear()
  await screen
    .findAll('.beside button')
    .find((it) => it.text() === 'Återbetala biljetter …')
    ?.trigger('click')
  await settled()
  await press('Enter', 'ArrowDown')
  screen.find<HTMLElement>('.beside form input').element.focus()
  await press('Enter')
  expect(push).not.toHaveBeenCalled()
})
