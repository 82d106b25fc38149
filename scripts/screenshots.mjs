// Makes the pictures of the README anew, from the real screens, by the tests that look at every screen.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'

const pictures = mkdtempSync(join(tmpdir(), 'lucka-pictures-'))
const { status } = spawnSync('playwright', ['test', 'screens', '-g', 'sv, light|sv, dark'], {
  stdio: 'inherit',
  env: { ...process.env, LUCKA_PICTURES: pictures },
})
if (status === 0) {
  const folder = join(import.meta.dirname, '..', 'docs', 'images')
  mkdirSync(folder, { recursive: true })
  for (const name of ['till', 'swish', 'event']) {
    copyFileSync(join(pictures, `${name}-sv-light-1024.png`), join(folder, `${name}.png`))
  }
  copyFileSync(join(pictures, 'door-sv-light-1024.png'), join(folder, 'door.png'))
}
rmSync(pictures, { recursive: true, force: true })
process.exit(status ?? 1)
