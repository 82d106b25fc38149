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

let found: object[]

beforeEach(async () => {
  push.mockClear()
  const order = aPaidOrder()
  const summary = { ...order, eventTitle: order.event.title, ticketCount: 3, refundedCount: 1 }
  found = [{ ...summary, id: 9, orderNumber: 9 }, summary]
  fakeServer(({ path }) => ({
    status: 200,
    body: path.startsWith('/orders/')
      ? order
      : { orders: path.includes('search=GHJKLM') ? [{ ...summary, id: 12, orderNumber: 12 }] : found },
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
    .find((it) => it.text() === 'Ge tillbaka biljetter …')
    ?.trigger('click')
  await settled()
  await press('Enter', 'ArrowDown')
  screen.find<HTMLElement>('.beside form input').element.focus()
  await press('Enter')
  expect(push).not.toHaveBeenCalled()
})

test('a scanned ticket opens its order at once, and leaves the field ready for the next', async () => {
  const field = screen.find<HTMLInputElement>('.search input')
  // As a scanner types it: the code with its signature, and Enter right behind.
  await field.setValue(`ghjklm.1.1.1.1.${'a'.repeat(103)}`)
  field.element.focus()
  await press('Enter')
  await settled()
  expect(push).toHaveBeenCalledWith('/orders/12')
  expect(field.element.value).toBe('')
})
