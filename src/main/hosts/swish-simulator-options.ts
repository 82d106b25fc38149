import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { FaultRule } from '#main/swish/simulator/rule-script'
import type { StandaloneOptions } from '#main/swish/simulator/standalone/start-standalone'
import { defaultDataFolder } from './default-data-folder'
import { OptionError, readPort } from './host-options'

const defaultPort = 8461
/** As in Swish's own test certificates. */
const defaultNumber = '1234679304'
const highestMs = 24 * 3600_000

const options = {
  port: { type: 'string' },
  http: { type: 'boolean' },
  data: { type: 'string' },
  number: { type: 'string' },
  'pay-after-ms': { type: 'string' },
  'by-hand': { type: 'boolean' },
  'loopback-callbacks': { type: 'boolean' },
  strict: { type: 'boolean' },
  qr: { type: 'boolean' },
  'v1-create': { type: 'boolean' },
  validated: { type: 'boolean' },
  'many-per-payer': { type: 'boolean' },
  'lowest-amount-ore': { type: 'string' },
  rules: { type: 'string' },
  seed: { type: 'string' },
} as const

function parseStrictly(args: string[]) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [firstSentence = error.message] = error.message.split(/[.\n]/) // The rest is advice for programmers.
    throw new OptionError(firstSentence, { cause: error })
  }
}

/**
 * Reads the arguments of `swish-simulator`. Relative paths are meant from `workingFolder`. Without any the simulator behaves as
 * Swish's own.
 *
 * @throws OptionError
 */
export function parseSimulatorOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
  workingFolder: string,
): StandaloneOptions {
  const values = parseStrictly(args)
  if (values.data === '') throw new OptionError('--data needs a folder')
  const clientNumber = values.number ?? defaultNumber
  if (!/^123[0-9]{7}$/.test(clientNumber)) throw new OptionError('--number needs ten digits from 123')
  const payAfterMs = wholeNumber('--pay-after-ms', values['pay-after-ms'], highestMs)
  const lowestAmountOre = wholeNumber('--lowest-amount-ore', values['lowest-amount-ore'], 1_000_000)
  const strict = values.strict ?? false
  return {
    port: values.port === undefined ? defaultPort : readPort(values.port),
    http: values.http ?? false,
    // Beside a venue's data and not in it: that folder is the venue's alone.
    folder: resolve(workingFolder, values.data ?? `${defaultDataFolder(env)}-swish-simulator`),
    clientNumber,
    qr: values.qr ?? false,
    rules: values.rules === undefined ? [] : readRules(resolve(workingFolder, values.rules)),
    seed: wholeNumber('--seed', values.seed, 2 ** 32 - 1),
    behaviour: {
      ...(payAfterMs !== undefined && { payAfterMs, debitAfterMs: payAfterMs, refundAfterMs: 2 * payAfterMs }),
      ...(lowestAmountOre !== undefined && { lowestAmountOre }),
      mode: values['by-hand'] ? 'by_hand' : 'automatic',
      loopbackCallbacks: values['loopback-callbacks'] ?? false,
      v1Create: values['v1-create'] ?? false,
      showsValidated: values.validated ?? false,
      onePaymentPerPayer: !(values['many-per-payer'] ?? false),
      strictAlias: strict,
      strictRefunds: strict,
      strictMessage: strict,
    },
  }
}

function wholeNumber(option: string, text: string | undefined, highest: number): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,10}$/.test(text) || Number(text) > highest) {
    throw new OptionError(`${option} needs a whole number from 0 to ${highest}`)
  }
  return Number(text)
}

function readRules(path: string): FaultRule[] {
  const rules = readJsonFile(path)
  const Rules = Type.Array(FaultRule)
  if (Value.Check(Rules, rules)) return rules
  const [first] = Value.Errors(Rules, rules)
  throw new OptionError(`--rules: ${path} is no list of rules: ${first?.instancePath ?? ''} ${first?.message ?? ''}`)
}

function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new OptionError(`--rules: ${path} cannot be read: ${why}`, { cause: error })
  }
}
