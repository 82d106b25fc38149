/*
 * What people may ask of Lucka on its command line. The server alone (`serve`) takes these options and nothing else. The
 * desktop app picks its own out of arguments that it shares with Chromium, and leaves the others alone.
 */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from '#main/hosts/default-data-folder'

export interface HostOptions {
  dataFolder: string
  port: number
  demo: boolean
}

export interface ServeOptions extends HostOptions {
  /** Undefined: all addresses. */
  host?: string
  portFallback: 'refuse' | 'next_free'
  /** Puts the newest sound backup in the place of the database before it is opened. */
  restoreNewestBackup: boolean
  /** How to say that the server is ready: one line of JSON for programs, or words for a person. */
  ready: 'json' | 'plain'
}

/** Options that cannot be followed; the message is one line for the person who gave them. */
export class OptionError extends Error {
  override name = 'OptionError'
}

const defaultPort = 8460

/**
 * Reads the arguments of `serve`. Relative folders are meant from `workingFolder`.
 *
 * @throws OptionError
 */
export function parseServeOptions(args: string[], env: NodeJS.ProcessEnv, workingFolder: string): ServeOptions {
  const values = parseStrictly(args)
  const { host, ready = 'json', 'port-fallback': portFallback = 'refuse' } = values
  if (host !== undefined && host !== 'localhost' && isIP(host) === 0) {
    throw new OptionError(`--host needs an IP address or localhost, not "${host}"`)
  }
  if (ready !== 'json' && ready !== 'plain') throw new OptionError('--ready is json or plain')
  if (portFallback !== 'refuse' && portFallback !== 'next-free') {
    throw new OptionError('--port-fallback is refuse or next-free')
  }
  return {
    ...readCommonOptions(values, env, workingFolder),
    ...(host === undefined ? {} : { host }),
    portFallback: portFallback === 'refuse' ? 'refuse' : 'next_free',
    restoreNewestBackup: values['restore-newest-backup'] ?? false,
    ready,
  }
}

/**
 * Reads the desktop app's own options from all its arguments.
 *
 * @throws OptionError
 */
export function readDesktopOptions(args: string[], env: NodeJS.ProcessEnv, workingFolder: string): HostOptions {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { data: { type: 'string' }, port: { type: 'string' }, demo: { type: 'boolean' } },
  })
  const { data, port, demo } = values
  if (data === true) throw new OptionError('--data needs a folder')
  if (port === true) throw new OptionError('--port needs a number')
  return readCommonOptions(
    {
      ...(typeof data === 'string' ? { data } : {}),
      ...(typeof port === 'string' ? { port } : {}),
      demo: demo === true,
    },
    env,
    workingFolder,
  )
}

function parseStrictly(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        demo: { type: 'boolean' },
        'port-fallback': { type: 'string' },
        ready: { type: 'string' },
        'restore-newest-backup': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [firstSentence = error.message] = error.message.split(/[.\n]/) // The rest is advice for programmers.
    throw new OptionError(firstSentence, { cause: error })
  }
}

function readCommonOptions(
  { data, port, demo }: { data?: string; port?: string; demo?: boolean },
  env: NodeJS.ProcessEnv,
  workingFolder: string,
): HostOptions {
  if (data === '') throw new OptionError('--data needs a folder')
  return {
    dataFolder: resolve(workingFolder, data ?? defaultDataFolder(env)),
    port: port === undefined ? defaultPort : readPort(port),
    demo: demo ?? false,
  }
}

/** @throws OptionError */
export function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new OptionError('--port needs a number from 0 to 65535')
  return port
}
