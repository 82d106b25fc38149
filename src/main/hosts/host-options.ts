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
  /** Of the HTTPS door: the first to try. */
  httpsPort: number
  demo: boolean
  /** Whether the network is told where this box office is; LUCKA_MDNS=off says no. */
  mdns: boolean
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
const defaultHttpsPort = 8443

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
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      'https-port': { type: 'string' },
      demo: { type: 'boolean' },
    },
  })
  const { data, port, demo, 'https-port': httpsPort } = values
  if (data === true) throw new OptionError('--data needs a folder')
  if (port === true) throw new OptionError('--port needs a number')
  if (httpsPort === true) throw new OptionError('--https-port needs a number')
  return readCommonOptions(
    {
      ...(typeof data === 'string' ? { data } : {}),
      ...(typeof port === 'string' ? { port } : {}),
      ...(typeof httpsPort === 'string' ? { 'https-port': httpsPort } : {}),
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
        'https-port': { type: 'string' },
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
  values: { data?: string; port?: string; 'https-port'?: string; demo?: boolean },
  env: NodeJS.ProcessEnv,
  workingFolder: string,
): HostOptions {
  const { data, port, 'https-port': httpsPort, demo } = values
  if (data === '') throw new OptionError('--data needs a folder')
  return {
    dataFolder: resolve(workingFolder, data ?? defaultDataFolder(env)),
    port: port === undefined ? defaultPort : readPort(port),
    httpsPort: httpsPort === undefined ? defaultHttpsPort : readPort(httpsPort, '--https-port'),
    demo: demo ?? false,
    mdns: env['LUCKA_MDNS'] !== 'off',
  }
}

/** @throws OptionError */
export function readPort(text: string, option = '--port'): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new OptionError(`${option} needs a number from 0 to 65535`)
  return port
}
