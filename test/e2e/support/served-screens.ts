import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { createTemporaryFolder, startServerProcess } from '../../support/server-process'

/** The staff screens as a browser on the same machine gets them from the server alone. */
export async function openServedScreens(options: {
  demo: boolean
  context?: BrowserContextOptions
  /** Switches for Chromium, for its fake cameras. */
  switches?: string[]
}) {
  const folder = await createTemporaryFolder()
  const server = await startServerProcess({ dataFolder: folder.path, demo: options.demo })
  const browser: Browser = await chromium.launch({
    executablePath: process.env['LUCKA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...(options.switches ?? []),
    ],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options.context })
  const page: Page = await context.newPage()
  await page.goto(server.url)
  return {
    page,
    server,
    context,
    async close() {
      await browser.close()
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}
