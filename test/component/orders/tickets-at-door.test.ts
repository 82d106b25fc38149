import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import OrderDetail from '#renderer/features/orders/OrderDetail.vue'
import type { Order } from '#shared/contract/order-api'
import type { OrderScan } from '#shared/contract/order-scan-api'
import type { Role } from '#shared/domain/access/permissions'
import { fakeServer, problem, type FakeAnswer, type FakeRequest } from '../app/fake-server'
import { mountScreen, press, settled } from '../app/mount-screen'
import { signInAs } from '../app/sign-in-as'
import { aPaidOrder, aTicket } from './orders'

vi.mock('vue-router', () => ({ useRouter: () => ({ push: vi.fn() }) }))

const aScan = (fields: Partial<OrderScan> = {}): OrderScan => ({
  ticketCode: 'ABCDEF',
  at: '2026-12-05T17:55:00.000Z',
  mode: 'entry',
  doorName: 'Entrén',
  deviceName: null,
  staffName: 'Ali Nord',
  outcome: 'admitted',
  reason: null,
  offline: false,
  undone: null,
  ...fields,
})

let answer: () => FakeAnswer
let seen: FakeRequest[]
let screen: VueWrapper

beforeEach(() => {
  answer = () => ({ status: 200, body: aPaidOrder() })
  seen = fakeServer(() => answer())
})
afterEach(() => {
  screen.unmount()
  vi.unstubAllGlobals()
})

async function open(fields: Partial<Order>, scans?: OrderScan[], role: Role = 'cashier'): Promise<void> {
  screen = mountScreen(OrderDetail, { order: aPaidOrder(fields), scans })
  signInAs(role)
  await settled()
}
const spaced = (text: string) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim()
const text = () => spaced(screen.text())
const atDoor = () => screen.find('.at-door')
const click = async (name: string) => {
  const found = screen.findAll('button').find((it) => spaced(it.text()).startsWith(name))
  if (found === undefined) throw new Error(`There is no button ${name} in: ${text()}`)
  await found.trigger('click')
  await settled()
}
const submit = async () => {
  await screen.find('form').trigger('submit')
  await settled()
}

test('a ticket opens to what the doors have done with it', async () => {
  await open({}, [
    aScan({ at: '2026-12-05T17:50:00.000Z', outcome: 'refused', reason: 'doors_not_open' }),
    aScan({ undone: { at: '2026-12-05T17:56:00.000Z', by: 'Maja Lind' } }),
    aScan({ at: '2026-12-05T17:57:00.000Z', deviceName: 'Annas telefon', staffName: null, offline: true }),
    aScan({ at: '2026-12-05T18:30:00.000Z', outcome: 'refused', reason: 'already_used', mode: 'look' }),
    aScan({ ticketCode: 'GHJKLM', at: '2026-12-05T18:31:00.000Z' }),
  ])
  expect(atDoor().exists()).toBe(false)
  await click('ABCDEF')
  expect(
    atDoor()
      .findAll('li')
      .map((it) =>
        spaced(
          it
            .findAll('time, p')
            .map((part) => part.text())
            .join(' '),
        ),
      ),
  ).toEqual([
    'lör 5 dec 18.50 Nekades: inte öppet än Entrén, Ali Nord',
    'lör 5 dec 18.55 Släpptes in Entrén, Ali Nord Ångrades lör 5 dec 18.56 av Maja Lind',
    'lör 5 dec 18.57 Släpptes in Entrén, Annas telefon, utan kontakt',
    'lör 5 dec 19.30 Tittades på: redan inne Entrén, Ali Nord',
  ])
  await click('NPQRST')
  expect(atDoor().text()).toContain('Inte skannad vid någon dörr.')
})

test('scans that could not be read are not taken for none', async () => {
  await open({}, undefined)
  await click('ABCDEF')
  expect(atDoor().text()).toContain('Skanningarna kunde inte hämtas.')
})

test('the story tells of passages with their door, and of what was taken back', async () => {
  const firstUsedAt = '2026-12-05T17:57:00.000Z'
  await open({ tickets: [aTicket('ABCDEF', { timesUsed: 1, firstUsedAt })] }, [
    aScan({ undone: { at: '2026-12-05T17:56:00.000Z', by: 'Maja Lind' } }),
    aScan({ at: firstUsedAt }),
    aScan({ at: '2026-12-05T18:40:00.000Z', outcome: 'left', staffName: null, deviceName: 'Annas telefon' }),
    aScan({ at: '2026-12-05T18:41:00.000Z', outcome: 'refused', reason: 'already_used' }),
  ])
  expect(screen.findAll('.sentence').map((it) => it.text())).toEqual([
    'Standardbiljett ABCDEF släpptes in vid Entrén av Ali Nord.',
    'Skanningen av Standardbiljett ABCDEF vid Entrén ångrades av Maja Lind.',
    'Standardbiljett ABCDEF släpptes in vid Entrén av Ali Nord.',
    'Standardbiljett ABCDEF gick ut vid Entrén av Annas telefon.',
  ])
})

test('a use without a scan is still told', async () => {
  await open({ tickets: [aTicket('ABCDEF', { timesUsed: 1, firstUsedAt: '2026-12-05T17:57:00.000Z' })] }, [])
  expect(screen.findAll('.sentence').map((it) => it.text())).toEqual(['Standardbiljett ABCDEF släpptes in.'])
})

test('blocking asks why, says what it does, and does it', async () => {
  await open({}, [])
  await click('ABCDEF')
  await click('Spärra ABCDEF …')
  expect(text()).toContain('Ingen dörr släpper in ABCDEF förrän spärren släpps.')
  await submit()
  expect(text()).toContain('Skriv varför, eller välj ovanför.')
  expect(seen).toEqual([])
  await click('Stulen')
  await submit()
  expect(seen).toMatchObject([{ method: 'POST', path: '/tickets/1/blocks', body: { reason: 'Stulen' } }])
  expect(screen.emitted('changed')).toHaveLength(1)
})

test('a block is told with its reason, and released after one more question', async () => {
  const blocked = { at: '2026-12-05T17:00:00.000Z', reason: 'Stulen' }
  await open({ tickets: [aTicket('ABCDEF', { blocked })] }, [])
  expect(text()).toContain('Spärrad: Stulen')
  await click('ABCDEF')
  expect(text()).toContain('Spärrad lör 5 dec 18.00: Stulen')
  await click('Släpp spärren på ABCDEF …')
  await press('Escape')
  await click('Släpp spärren på ABCDEF …')
  expect(seen).toEqual([])
  await submit()
  expect(seen).toMatchObject([{ method: 'DELETE', path: '/tickets/1/blocks' }])
})

test('a refusal is told, and what was chosen stays', async () => {
  answer = () => problem(409, 'not_blockable')
  await open({}, [])
  await click('ABCDEF')
  await click('Spärra ABCDEF …')
  await click('Kopierad')
  await submit()
  expect(text()).toContain('Bara en biljett som gäller går att spärra.')
  expect(screen.find<HTMLInputElement>('.at-door input').element.value).toBe('Kopierad')
})

test('nobody blocks what is given back already, or without the right to', async () => {
  await open({ tickets: [aTicket('ABCDEF', { refundId: 5 })] }, [])
  await click('ABCDEF')
  expect(text()).not.toContain('Spärra ABCDEF')
  screen.unmount()
  await open({}, [], 'door')
  await click('ABCDEF')
  expect(text()).not.toContain('Spärra ABCDEF')
})
