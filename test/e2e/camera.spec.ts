import { expect, test, type Page } from '@playwright/test'
import { openServedScreens } from './support/served-screens'
import { signIn } from './support/staff-pages'

/* The cameras of a door, on the app's screen and on the phone's: which one, its lamp, and what the device remembers. */

const switches = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=3']

let screens: Awaited<ReturnType<typeof openServedScreens>>

test.beforeEach(async () => {
  screens = await openServedScreens({ demo: true, switches })
  await screens.context.grantPermissions(['camera'])
  await signIn(screens.page, 'door')
})
test.afterEach(() => screens.close())

/** Which camera runs, as the browser numbers them. */
const runningCamera = (page: Page) =>
  page.evaluate(() => {
    const stream = document.querySelector('video')?.srcObject
    return stream instanceof MediaStream ? stream.getVideoTracks()[0]?.label : undefined
  })

async function cameraRuns(page: Page): Promise<void> {
  await expect(page.locator('[data-camera=running]')).toBeVisible()
}

async function openPhone(): Promise<Page> {
  const phone = await screens.context.newPage()
  await phone.setViewportSize({ width: 390, height: 844 })
  await phone.goto(`${screens.server.url}/door/`)
  await phone.getByRole('button', { name: 'Börja skanna' }).click()
  await phone.getByRole('button', { name: 'Kamera' }).click()
  await cameraRuns(phone)
  return phone
}

test('the door takes the camera that was chosen, also after a restart', async () => {
  const { page } = screens
  await page.getByRole('button', { name: 'Starta kamera' }).click()
  await cameraRuns(page)
  await page.getByText('fake_device_0').click()
  await page.getByRole('option', { name: 'fake_device_2' }).click()
  await expect.poll(() => runningCamera(page)).toBe('fake_device_2')
  await page.reload()
  await cameraRuns(page)
  expect(await runningCamera(page)).toBe('fake_device_2')
})

test('a phone goes from camera to camera, and takes the last one next time', async () => {
  const phone = await openPhone()
  const first = await runningCamera(phone)
  await phone.getByRole('button', { name: 'Byt kamera' }).click()
  // Between the two cameras there is none.
  await expect.poll(async () => (await runningCamera(phone)) ?? first).not.toBe(first)
  const second = await runningCamera(phone)
  await phone.reload()
  await cameraRuns(phone)
  await expect.poll(() => runningCamera(phone)).toBe(second)
})

test('a remembered camera that is gone is no hindrance', async () => {
  const { page } = screens
  await page.evaluate(() => {
    localStorage.setItem('lucka.door.cameraId', 'gone')
  })
  await page.reload()
  await page.getByRole('button', { name: 'Starta kamera' }).click()
  await cameraRuns(page)
})

test('the lamp is lit where the camera has one, and is no matter where it does not obey', async () => {
  // No fake camera has a lamp: the track is given one.
  await screens.context.addInitScript(() => {
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      for (const track of stream.getVideoTracks()) {
        const [capabilities, apply] = [track.getCapabilities.bind(track), track.applyConstraints.bind(track)]
        track.getCapabilities = () => ({ ...capabilities(), torch: true })
        track.applyConstraints = async (constraints = {}) => {
          const [asked] = constraints.advanced ?? []
          if (asked === undefined || !('torch' in asked)) return apply(constraints)
          document.documentElement.dataset['lamp'] = String(asked.torch)
          if ('broken' in document.documentElement.dataset) throw new Error('no lamp')
        }
      }
      return stream
    }
  })
  const phone = await openPhone()
  const lamp = phone.locator('html')
  const button = phone.getByRole('button', { name: 'Ljus' })
  await button.click()
  await expect(lamp).toHaveAttribute('data-lamp', 'true')
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  // The next camera is lit like the one before it.
  await lamp.evaluate((element) => delete element.dataset['lamp'])
  await phone.getByRole('button', { name: 'Byt kamera' }).click()
  await expect(lamp).toHaveAttribute('data-lamp', 'true')
  await button.click()
  await expect(lamp).toHaveAttribute('data-lamp', 'false')
  await lamp.evaluate((element) => (element.dataset['broken'] = ''))
  await button.click()
  await expect(button).toBeHidden()
  await cameraRuns(phone)
})
