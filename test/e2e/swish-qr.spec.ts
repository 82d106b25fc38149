import { expect, test } from '@playwright/test'
import { decodeQr, readPng } from '../devices/grey-picture'
import { openServedScreens } from './support/served-screens'
import { openTill, signIn } from './support/staff-pages'

/** A customer holds a phone over the counter: below this a code is hard to catch. */
const leastMillimetres = 60
const pxToMillimetres = 25.4 / 96

for (const { width, height, colorScheme } of [
  { width: 1024, height: 768, colorScheme: 'light' },
  { width: 1920, height: 1080, colorScheme: 'dark' },
] as const) {
  test(`a phone reads the code from a ${colorScheme} screen of ${width}×${height}, mark and all`, async () => {
    const screens = await openServedScreens({ demo: true, context: { viewport: { width, height }, colorScheme } })
    const { page } = screens
    try {
      await signIn(page, 'cashier')
      await openTill(page)
      const started = page.waitForResponse((answer) => answer.url().endsWith('/swish-payments'))
      await page.keyboard.type('2AS')
      const { token } = (await (await started).json()) as { token: string }
      const code = page.getByRole('img', { name: /Swish/ })
      await expect(code).toHaveJSProperty('complete', true)

      expect(decodeQr(readPng(await code.screenshot()))).toBe(`D${token}`)

      const picture = await code.boundingBox()
      const mark = await page.getByRole('main').getByText('Swish', { exact: true }).boundingBox()
      if (picture === null || mark === null) throw new Error('The code or its mark is not on the screen')
      // The symbol fills all of the picture but its quiet zone: 33 of 41 modules.
      const symbol = (picture.width * 33) / 41
      expect(symbol * pxToMillimetres).toBeGreaterThanOrEqual(leastMillimetres)
      expect(Math.abs(mark.x + mark.width / 2 - (picture.x + picture.width / 2))).toBeLessThan(1)
      expect(Math.abs(mark.y + mark.height / 2 - (picture.y + picture.height / 2))).toBeLessThan(1)
      expect(mark.width / symbol).toBeCloseTo(0.25, 1)
    } finally {
      await screens.close()
    }
  })
}
