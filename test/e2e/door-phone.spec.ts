import { expect, test, type Page } from '@playwright/test'
import { X509Certificate } from 'node:crypto'
import type { PairingState } from '#shared/contract/device-api'
import type { ServerStatus } from '#shared/contract/server-api'
import { openConnections } from '../support/http-client'
import { lanAddress } from '../support/lan-address'
import { beginPairing } from '../support/paired-device'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager } from '../support/staff-api'
import { createFakeCamera } from './support/fake-camera'
import { openLink, openPhone } from './support/phone'

const word = (phone: Page) => phone.locator('[role=status] .word')
/** A phone that hears nothing gives up after some seconds and comes back after two good answers. */
const toNotice = { timeout: 30_000 }
const contact = (phone: Page, there: boolean) =>
  expect(phone.getByRole('main')).toHaveAttribute('data-contact', String(there), toNotice)
const waiting = (phone: Page, count: number) =>
  expect(phone.getByRole('main')).toHaveAttribute('data-waiting', String(count), toNotice)

async function typeCode(phone: Page, code: string): Promise<void> {
  await phone.getByRole('button', { name: 'Skriv kod' }).click()
  await phone.getByRole('textbox').fill(code)
  await phone.keyboard.press('Enter')
}

/** What is left of the door in the phone: rows of its database, and entries beside it. */
const kept = (phone: Page) =>
  phone.evaluate(async () => {
    const databases = await indexedDB.databases()
    return { databases: databases.length, caches: (await caches.keys()).length, entries: Object.keys(localStorage) }
  })

test('a phone is paired by a code, scans over HTTPS through a cut link, and is emptied when it is shut out', async () => {
  test.setTimeout(180_000)
  const host = lanAddress ?? ''
  const camera = createFakeCamera()
  await using folder = await createTemporaryFolder()
  await using server = await startServerProcess({ dataFolder: folder.path, demo: true, host: '0.0.0.0' })
  const connections = openConnections(server.url)
  const staff = await signInAsDemoManager(connections)
  await staff.putLanSettings({ open: true, secure: true, hostNames: [], allowedOrigins: [] })
  const ca = new X509Certificate((await connections.send('GET', '/lucka-ca.crt')).body).toString()
  const { httpsPort, secureUrls } = await staff.call<ServerStatus>('GET', '/server')
  const { events } = await staff.catalogue()
  const event = events[0]
  const { tickets } = await staff.sellForCash(event?.id ?? 0, event?.ticketTypeIds[0] ?? 0, 4)
  const [seen = '', apart = '', twice = '', last = ''] = tickets.map(({ code }) => code)
  camera.show(seen)

  await using link = await openLink(host, httpsPort)
  await using browser = await openPhone(link, secureUrls, ca, camera.file)
  const { page: phone } = browser

  await phone.goto(`${secureUrls[0] ?? ''}/door/`)
  await expect(phone.getByRole('heading', { name: 'Den här enheten är ingen dörr än' })).toBeVisible()

  const pairing = await beginPairing(staff, 'door', 'Alis telefon')
  await phone.goto(pairing.url)
  await expect(phone.getByText('Parad som Alis telefon')).toBeVisible()
  const { device } = await staff.call<PairingState>('GET', `/pairings/${String(pairing.id)}`)
  expect(device).toMatchObject({ name: 'Alis telefon', role: 'door', lastAddress: host })
  await phone.getByRole('link', { name: 'Fortsätt' }).click()
  await phone.getByRole('button', { name: 'Börja skanna' }).click()
  await expect(phone.getByText('Listan är färsk')).toBeVisible()
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => true))

  await phone.getByRole('button', { name: 'Kamera' }).click()
  await expect(word(phone)).toHaveText('Välkommen')
  expect(await staff.checkIn(seen)).toMatchObject({ reason: 'already_used' })
  await phone.getByRole('button', { name: 'Kamera' }).click()

  link.cut()
  await typeCode(phone, apart)
  await expect(word(phone)).toHaveText('Välkommen', toNotice)
  await contact(phone, false)
  await typeCode(phone, apart)
  await expect(word(phone)).toHaveText(/Redan inne/)
  await staff.checkIn(twice)
  await typeCode(phone, twice)
  await expect(word(phone)).toHaveText('Välkommen')
  await waiting(phone, 3)
  await phone.reload()
  await waiting(phone, 3)

  link.restore()
  await contact(phone, true)
  await waiting(phone, 0)
  expect(await staff.checkIn(apart)).toMatchObject({ reason: 'already_used' })
  const { conflicts } = await staff.call<{ conflicts: object[] }>('GET', '/scan-conflicts')
  expect(conflicts).toMatchObject([
    { reason: 'already_used', scan: { deviceName: 'Alis telefon' }, ticket: { code: twice } },
  ])
  await typeCode(phone, last)
  await expect(word(phone)).toHaveText('Välkommen')

  await staff.call('DELETE', `/devices/${String(device?.id)}`)
  await expect(phone.getByRole('heading', { name: 'Den här enheten är inte längre en dörr' })).toBeVisible(toNotice)
  expect(await kept(phone)).toMatchObject({ databases: 0, caches: 0 })
  connections.close()
  camera.remove()
})
