import { createHash } from 'node:crypto'
import { cp, mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnections } from '../support/http-client'
import {
  createTemporaryFolder,
  runServeCommand,
  startServerProcess,
  type TemporaryFolder,
} from '../support/server-process'
import { findViolations } from '../support/stored-data'
import { createVisitor } from '../support/ticket-client'

/** Every file below a folder with its size and hash. The lock file's content means nothing. */
async function snapshot(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name)
    if ((await stat(path)).isDirectory()) found[name] = 'folder'
    else if (!name.startsWith('lucka.lock'))
      found[name] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
  }
  return found
}

const serve = (dataFolder: string, ...more: string[]) =>
  runServeCommand(['--data', dataFolder, '--port', '0', '--host', '127.0.0.1', ...more])

/** Exit code 2, nothing on standard output and one line for a person, without a stack. */
function expectRefusal(outcome: Awaited<ReturnType<typeof runServeCommand>>, line: RegExp): void {
  expect(outcome).toMatchObject({ code: 2, stdout: '', timedOut: false })
  const lines = outcome.stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(line)
  expect(lines[0]).not.toMatch(/\bat .+:\d+:\d+/)
}

/** A data folder that a demo server has used and left in order: made once, copied for each test. */
let used: TemporaryFolder
beforeAll(async () => {
  used = await createTemporaryFolder()
  await using server = await startServerProcess({ dataFolder: used.path, demo: true })
  expect(await server.stop()).toMatchObject({ code: 0 })
})
afterAll(() => used[Symbol.asyncDispose]())

const copyUsedFolder = (folder: string) => cp(used.path, folder, { recursive: true })

describe('a start', () => {
  test('prints exactly one line of JSON when it accepts connections, and logs on standard error', async () => {
    await using folder = await createTemporaryFolder()
    const dataFolder = join(folder.path, 'new', 'venue')
    await using server = await startServerProcess({ dataFolder, demo: true })
    const ready = JSON.parse(server.readyLine) as { httpsPort: number }
    const { httpsPort } = ready
    const url = `http://127.0.0.1:${String(server.port)}`
    expect(ready).toEqual({ ready: true, url, data: dataFolder, httpsPort, secureUrls: expect.any(Array) as string[] })
    expect(httpsPort).not.toBe(server.port)
    using connections = openConnections(server.url)
    expect((await createVisitor(connections).chapterEvents()).chapter_events).toHaveLength(2)
    expect(server.stdout()).toBe(`${server.readyLine}\n`)
    for (const line of server
      .stderr()
      .trim()
      .split('\n')
      .filter((text) => text !== '')) {
      expect(() => JSON.parse(line) as unknown, line).not.toThrow()
    }
    await server.stop()
    expect(server.stdout()).toBe(`${server.readyLine}\n`)
  })

  test('on an empty folder without --demo has nothing for sale, and starts again', async () => {
    await using folder = await createTemporaryFolder()
    for (let i = 0; i < 2; i++) {
      await using server = await startServerProcess({ dataFolder: folder.path })
      using connections = openConnections(server.url)
      expect(await createVisitor(connections).chapterEvents()).toEqual({ chapter_events: [], ticket_types: [] })
      expect(await server.stop()).toMatchObject({ code: 0 })
    }
  })

  test('takes the port it is told', async () => {
    await using folder = await createTemporaryFolder()
    const port = await freePort()
    await using server = await startServerProcess({ dataFolder: folder.path, port })
    expect(server.port).toBe(port)
  })
})

describe('SIGTERM', () => {
  test('ends the server within 5 s with exit code 0, the log checkpointed, while connections are open', async () => {
    await using folder = await createTemporaryFolder()
    await using server = await startServerProcess({ dataFolder: folder.path, demo: true })
    using connections = openConnections(server.url, 32)
    const visitor = createVisitor(connections)
    const [event] = (await visitor.chapterEvents()).chapter_events
    const rows = [{ ticket_type: event?.ticket_types[0], count: 1 }]
    let answered = 0
    const load = Array.from({ length: 16 }, async () => {
      try {
        for (;;) if ((await createVisitor(connections).reserve(event?.id, rows)).status === 201) answered++
      } catch {
        // Refused or cut off: the server is going down, which is what is looked at.
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    const end = await server.stop()
    connections.close()
    await Promise.all(load)
    expect(end).toMatchObject({ code: 0, signal: null })
    expect(end.tookMs).toBeLessThan(5_000)
    const wal = await stat(join(folder.path, 'lucka.sqlite-wal')).catch(() => ({ size: 0 }))
    expect(wal.size).toBe(0)
    const database = new Database(join(folder.path, 'lucka.sqlite'), { readonly: true })
    const stored = database.prepare('SELECT count(*) FROM "order"').pluck().get()
    database.close()
    expect(stored).toBeGreaterThanOrEqual(answered)
    expect(findViolations(folder.path)).toEqual([])
  })

  test('and a second signal at once changes nothing: SIGINT ends it too', async () => {
    await using folder = await createTemporaryFolder()
    await using server = await startServerProcess({ dataFolder: folder.path })
    process.kill(server.pid, 'SIGINT')
    expect(await server.stop()).toMatchObject({ code: 0 })
  })
})

describe('refused with one clear line, exit code 2 and nothing changed', () => {
  test.each([
    [['--no-such-option'], /--no-such-option/],
    [['--port', 'abc'], /port/i],
    [['--port', '-1'], /port/i],
    [['--port', '65536'], /port/i],
    [['--port', '1.5'], /port/i],
    [['--port'], /port/i],
    [['--host', 'not a host'], /host/i],
    [['stray'], /stray/],
  ])('options: %j', async (options, line) => {
    await using folder = await createTemporaryFolder()
    expectRefusal(await serve(folder.path, ...options), line)
    expect(await snapshot(folder.path)).toEqual({})
  })

  test('a port that is taken', async () => {
    await using folder = await createTemporaryFolder()
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as { port: number }
    for (const more of [[], ['--demo']]) {
      const outcome = await runServeCommand([
        '--data',
        folder.path,
        '--port',
        String(port),
        '--host',
        '127.0.0.1',
        ...more,
      ])
      expectRefusal(outcome, new RegExp(String(port)))
    }
    holder.close()
    expect(await snapshot(folder.path)).toEqual({})
    // What was refused leaves the folder as good as new.
    await using server = await startServerProcess({ dataFolder: folder.path, demo: true })
    expect(server.isAlive()).toBe(true)
  })

  test('a data folder that is a file, or lies below one', async () => {
    await using folder = await createTemporaryFolder()
    const file = join(folder.path, 'notes.txt')
    await writeFile(file, 'mine')
    const before = await snapshot(folder.path)
    expectRefusal(await serve(file), /notes\.txt/)
    expectRefusal(await serve(join(file, 'below')), /notes\.txt/)
    expect(await snapshot(folder.path)).toEqual(before)
  })

  test('a data folder that cannot be written to', async () => {
    // Not even root makes a folder there.
    expectRefusal(await serve('/sys/lucka'), /\/sys\/lucka/)
  })

  test('a folder with other things in it', async () => {
    await using folder = await createTemporaryFolder()
    await writeFile(join(folder.path, 'semester.jpg'), 'x')
    await mkdir(join(folder.path, 'Dokument'))
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path), new RegExp(folder.path))
    expectRefusal(await serve(folder.path, '--demo'), new RegExp(folder.path))
    expect(await snapshot(folder.path)).toEqual(before)
  })

  test('a database that another program made', async () => {
    await using folder = await createTemporaryFolder()
    const database = new Database(join(folder.path, 'lucka.sqlite'))
    database.exec('CREATE TABLE recipe (name TEXT)')
    database.close()
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path), /lucka\.sqlite/)
    expect(await snapshot(folder.path)).toEqual(before)
  })

  test('a second server on the same folder; the first goes on', async () => {
    await using folder = await createTemporaryFolder()
    await using server = await startServerProcess({ dataFolder: folder.path, demo: true })
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path), new RegExp(folder.path))
    expect(await snapshot(folder.path)).toEqual(before)
    using connections = openConnections(server.url)
    expect((await createVisitor(connections).chapterEvents()).chapter_events).toHaveLength(2)
  })

  test('--demo on a folder that has data', async () => {
    await using folder = await createTemporaryFolder()
    await copyUsedFolder(folder.path)
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path, '--demo'), new RegExp(folder.path))
    expect(await snapshot(folder.path)).toEqual(before)
  })

  test('a database from a newer program', async () => {
    await using folder = await createTemporaryFolder()
    await copyUsedFolder(folder.path)
    const database = new Database(join(folder.path, 'lucka.sqlite'))
    database.pragma('user_version = 999999')
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path), /newer/)
    expect(await snapshot(folder.path)).toEqual(before)
  })

  const damages: [string, (file: string, size: number) => Promise<void>][] = [
    ['pages full of zeros', (file, size) => overwrite(file, 4_096, Math.min(size - 4_096, 8 * 4_096))],
    ['a header of another kind', (file) => overwrite(file, 0, 100)],
    ['a file cut off in the middle', (file, size) => truncate(file, Math.floor(size / 2))],
    ['an empty file', (file) => truncate(file, 0)],
  ]
  test.each(damages)('a damaged database: %s', async (_name, damage) => {
    await using folder = await createTemporaryFolder()
    await copyUsedFolder(folder.path)
    const file = join(folder.path, 'lucka.sqlite')
    await damage(file, (await stat(file)).size)
    const before = await snapshot(folder.path)
    expectRefusal(await serve(folder.path), /lucka\.sqlite/)
    expect(await snapshot(folder.path)).toEqual(before)
  })

  test('a folder in the database’s place', async () => {
    await using folder = await createTemporaryFolder()
    await mkdir(join(folder.path, 'lucka.sqlite'))
    expectRefusal(await serve(folder.path), /lucka\.sqlite/)
    expect(await snapshot(folder.path)).toEqual({ 'lucka.sqlite': 'folder' })
  })
})

async function overwrite(file: string, position: number, length: number): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(length), 0, length, position)
  await handle.close()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
