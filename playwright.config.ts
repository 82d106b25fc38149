import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Most of a test's time is spent waiting for screens to settle: one worker would leave a core idle.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // Recording costs a fifth of the time. `npx playwright test --trace=retain-on-failure` shows what went wrong.
  use: { trace: 'off' },
})
