import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchDesktopApp } from './support/desktop-app'
import { openTill, signIn, typeByHand } from './support/staff-pages'

test('the app is killed in the middle of a sale that is partly paid and with one parked: both are gone on with', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lucka-resume-'))
  try {
    const first = await launchDesktopApp({ demo: true, dataFolder })
    await signIn(first.window, 'manager')
    await openTill(first.window)
    await first.window.keyboard.type('2D')
    await first.window.keyboard.press('P', { delay: 40 })
    await typeByHand(first.window, 'bord 4')
    await first.window.keyboard.press('Enter')
    await expect(first.window.getByRole('button', { name: /bord 4/ })).toBeVisible()
    await first.window.keyboard.type('2A')
    await first.window.keyboard.press('Enter')
    await expect(first.window.getByRole('heading', { name: 'Hur betalar kunden?' })).toBeVisible()
    await first.window.keyboard.type('200K')
    await first.window.keyboard.press('Enter')
    await expect(first.window.getByText(/Kvar att betala/)).toBeVisible()
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await ended

    const second = await launchDesktopApp({ dataFolder })
    try {
      // The window writes its cookies down every half minute: whoever was signed in for longer still is.
      const asked = second.window.getByRole('heading', { name: 'Vem är du' })
      const paying = second.window.getByRole('heading', { name: 'Hur betalar kunden?' })
      await expect(asked.or(paying)).toBeVisible()
      if (await asked.isVisible()) await signIn(second.window, 'manager')
      await expect(paying).toBeVisible()
      await expect(second.window.getByRole('region', { name: 'Korg' })).toContainText(/Kvar att betala\s*199,98\s*kr/)
      await second.window.keyboard.press('C')
      await second.window.keyboard.press('Enter')
      await expect(second.window.getByRole('heading', { name: 'Betalt' })).toBeVisible()
      await second.window.keyboard.press('Enter')
      await second.window.keyboard.press('F6')
      await expect(second.window.getByRole('region', { name: 'Korg' })).toContainText('Studentbiljett')
      await second.window.keyboard.press('K')
      await second.window.keyboard.press('Enter')
      await expect(second.window.getByRole('heading', { name: 'Betalt' })).toBeVisible()
    } finally {
      await second.app.close()
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
})
