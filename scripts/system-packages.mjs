// Debian's packages: looked for, and installed where that is possible (root on Debian or Ubuntu). Other systems are
// only asked for the programs among them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { SetupError, findProgram, hasDisplay, isRoot } from './project.mjs'
import { run, step } from './run-step.mjs'

/** One need: the package under its names (newer systems first), and its program where it has one. */
const packages = {
  gtk: { names: ['libgtk-3-0t64', 'libgtk-3-0'] },
  nss: { names: ['libnss3'] },
  sound: { names: ['libasound2t64', 'libasound2'] },
  graphics: { names: ['libgbm1'] },
  screenSaver: { names: ['libxss1'] },
  virtualDisplay: { names: ['xvfb'], program: 'xvfb-run' },
  displayAccess: { names: ['xauth'], program: 'xauth' },
  browser: { names: ['chromium'], program: 'chromium' },
  qrCodes: { names: ['qrencode'], program: 'qrencode' },
  pdfReader: { names: ['poppler-utils'], program: 'pdftotext' },
  video: { names: ['ffmpeg'], program: 'ffmpeg' },
  unzip: { names: ['unzip'], program: 'unzip' },
  compiler: { names: ['g++'], program: 'g++' },
}

const windowNeeds = [packages.gtk, packages.nss, packages.sound, packages.graphics, packages.screenSaver]

/** What Electron needs to open a window here. */
export const windowPackages = windowNeeds

/** What the tests need besides. */
export const testPackages = [
  ...windowNeeds,
  ...(hasDisplay() ? [] : [packages.virtualDisplay, packages.displayAccess]),
  packages.browser,
  packages.qrCodes,
  packages.pdfReader,
  packages.video,
]

/** What it takes to unpack the substitute Electron. */
export const unpackPackages = [packages.unzip]

/** What it takes to compile SQLite's binding for the substitute Electron. */
export const compilerPackages = [packages.compiler]

/**
 * Installs what is missing of `wanted`.
 *
 * @throws SetupError with the command for an administrator, where this user or system cannot
 */
export async function ensureSystemPackages(wanted) {
  if (process.platform !== 'linux') return
  const isDebian = findProgram('dpkg-query') !== undefined
  const missing = isDebian ? missingPackages(wanted) : wanted.filter(({ program }) => program && !findProgram(program))
  if (missing.length === 0) return
  if (!isDebian) {
    const programs = missing.map(({ program }) => program).join(', ')
    throw new SetupError(`these programs are missing, please install them: ${programs}`)
  }
  if (!isRoot) {
    const names = missing.map(installableName).join(' ')
    throw new SetupError(
      `system packages are missing, please install them and try again:\n  sudo apt-get install -y ${names}`,
    )
  }
  await step(`Installing system packages (${missing.map(({ names }) => names.at(-1)).join(' ')})`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-q'], { env })
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing.map(installableName)], { env })
  })
}

/** A program on the PATH is as good as its package: people have Chromium from elsewhere. */
function missingPackages(wanted) {
  const candidates = wanted.filter(({ program }) => !program || !findProgram(program))
  const libraries = candidates.flatMap(({ names }) => names)
  if (libraries.length === 0) return []
  const format = '${Package} ${db:Status-Status}\n'
  const answer = ask('dpkg-query', ['-W', '-f', format, ...libraries])
  const installed = new Set(answer.split('\n').map((line) => (line.endsWith(' installed') ? line.split(' ')[0] : '')))
  return candidates.filter(({ names }) => !names.some((name) => installed.has(name)))
}

/** The name under which this system offers a package. */
function installableName({ names }) {
  if (names.length === 1) return names[0]
  const offered = names.find((name) => /Candidate: (?!\(none\))/.test(ask('apt-cache', ['policy', name])))
  return offered ?? (isNewerThanDebian12() ? names[0] : names.at(-1))
}

/** What a program answers in English; its exit code does not matter, since the ones asked here fail for one unknown name. */
function ask(program, args) {
  return spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).stdout ?? ''
}

/** Debian 13 and Ubuntu 24.04 renamed libraries when time stamps grew to 64 bits. */
function isNewerThanDebian12() {
  const release = readFileSync('/etc/os-release', 'utf8')
  const version = Number(/^VERSION_ID="?([\d.]+)/m.exec(release)?.[1])
  return /^ID=ubuntu/m.test(release) ? version >= 24.04 : version >= 13
}
