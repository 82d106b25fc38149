/*
 * Three programs come out of this: the main process (with the server's two other hosts, worker and serve, the Swish
 * simulator alone, and the check of the journal), the preload script, and the pages. The targets are older than the
 * Electron in package.json: the server also runs on plain Node, the pages also in browsers, and development may have to
 * do with an older Electron (scripts/electron-fallback).
 */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import vuetify from 'vite-plugin-vuetify'

const nodeTarget = 'node20.18'
const browserTarget = 'chrome120'

/** Packages of hundreds of small modules: finding and reading each of them anew is a third of a start, so they are built in. */
const manySmallFiles = ['kysely', 'typebox', 'libphonenumber-js']

const fromRoot = (path: string): string => resolve(import.meta.dirname, path)

/** electron-vite makes addresses relative, for file:// pages. Ours are served, at addresses of any depth. */
const absoluteAddresses: Plugin = { name: 'absolute-addresses', config: () => ({ base: '/' }) }

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      externalizeDeps: { exclude: manySmallFiles },
      rolldownOptions: {
        input: {
          index: fromRoot('src/main/index.ts'),
          worker: fromRoot('src/main/worker.ts'),
          serve: fromRoot('src/main/serve.ts'),
          'swish-simulator': fromRoot('src/main/swish-simulator.ts'),
          'check-journal': fromRoot('src/main/check-journal.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      externalizeDeps: false, // A sandboxed preload can load nothing but itself.
      rolldownOptions: {
        input: { index: fromRoot('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: fromRoot('src/renderer'),
    plugins: [vue(), vuetify(), absoluteAddresses],
    build: {
      target: browserTarget,
      outDir: fromRoot('out/renderer'),
      minify: true,
      assetsInlineLimit: 0, // The content security policy allows no data: fonts or scripts.
      chunkSizeWarningLimit: 1200, // Kilobytes; html5-qrcode, which only the door screen loads.
      manifest: true, // Says which files the customer display, the door's page and the pairing page are made of: strangers get those alone.
      rolldownOptions: {
        input: {
          index: fromRoot('src/renderer/index.html'),
          display: fromRoot('src/renderer/display.html'),
          door: fromRoot('src/renderer/door.html'),
          pair: fromRoot('src/renderer/pair.html'),
          'door-worker': fromRoot('src/renderer/door-page/worker/service-worker.ts'),
        },
      },
    },
  },
})
