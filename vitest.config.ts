import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Much of a test's time is spent waiting for a server of its own: one worker would leave a core idle.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'main',
          environment: 'node',
          include: ['test/{domain,simulation,storage,services,devices,swish,lan,api,http}/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'renderer', environment: 'happy-dom', include: ['test/component/**/*.test.ts'] },
      },
    ],
  },
})
