// `npm test`: every check there is, quick ones first. All quick checks run even if one fails, so that one run shows all
// there is to mend; the slow end-to-end tests only start on clean ground.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { SetupError, hasDisplay, root, toolEnvironment } from './project.mjs'
import { inSeconds, say } from './run-step.mjs'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const virtualDisplay = 'xvfb-run -a -s "-screen 0 1600x1000x24" '

/**
 * The checks that only read use one core each: two lanes of them run side by side, the longest alone in its lane. The build
 * comes before the unit tests, since some of them start the built server.
 */
const checkLanes = [['check:lint'], ['check:types', 'check:format', 'check:layers', 'check:unused']]
const steps = [
  { name: 'build', work: buildIfStale },
  { name: 'test:unit' },
  { name: 'test:e2e', prefix: hasDisplay() ? '' : virtualDisplay, needsAllBefore: true },
]

async function buildIfStale() {
  try {
    await ensureBuild()
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return false
  }
}

/** Runs a script of package.json and tells whether it succeeded. */
function runScript({ name, prefix = '' }) {
  return new Promise((resolve) => {
    const child = spawn(prefix + scripts[name], { cwd: root, env: toolEnvironment(), shell: true, stdio: 'inherit' })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

/** The same with its output kept until it ends, so that what runs beside it does not write into it. */
function runQuietly(name) {
  return new Promise((resolve) => {
    const output = []
    const child = spawn(scripts[name], { cwd: root, env: toolEnvironment(), shell: true })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(part))
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      process.stdout.write(`\n=== ${name}\n${Buffer.concat(output).toString()}`)
      resolve(code === 0)
    })
  })
}

async function runLane(names) {
  for (const name of names) {
    const startedAt = Date.now()
    const passed = await runQuietly(name)
    results.push({ name, passed, line: inSeconds(Date.now() - startedAt) })
  }
}

if (process.argv.length > 2) {
  process.stderr.write(`lucka: npm test takes no arguments, but was given ${process.argv[2]}\n`)
  process.exit(2)
}

const results = []
await Promise.all(checkLanes.map(runLane))
for (const step of steps) {
  const startedAt = Date.now()
  const isBlocked = step.needsAllBefore && results.some(({ passed }) => !passed)
  process.stdout.write(`\n=== ${step.name}${isBlocked ? ' (not run: something before it failed)' : ''}\n`)
  const passed = !isBlocked && (await (step.work ?? (() => runScript(step)))())
  results.push({ name: step.name, passed, line: isBlocked ? 'not run' : inSeconds(Date.now() - startedAt) })
}

process.stdout.write('\n=== summary\n')
for (const { name, passed, line } of results) {
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(14)} ${line}\n`)
}
const passedCount = results.filter(({ passed }) => passed).length
process.stdout.write(`${passedCount} passed, ${results.length - passedCount} failed\n`)
process.exitCode = passedCount === results.length ? 0 : 1
