import type { SwishRequest } from '../transport'
import type { Operation } from './script'

/** What a request asks for, by its method and path. */
export interface Route {
  operation: Operation
  /** In an old create chosen by Swish, else by the caller. */
  instructionId: string
}

const resource = /^\/api\/(v1|v2)\/(paymentrequests|refunds)(?:\/([^/]+))?\/?$/

const operations: Record<string, Operation> = {
  'PUT v2 paymentrequests': 'create_payment',
  'GET v1 paymentrequests': 'read_payment',
  'PATCH v1 paymentrequests': 'cancel_payment',
  'PUT v2 refunds': 'create_refund',
  'GET v1 refunds': 'read_refund',
}
/** Without an id in the path. */
const oldCreates: Record<string, Operation> = {
  'POST v1 paymentrequests': 'create_payment',
  'POST v1 refunds': 'create_refund',
}

/** @returns undefined for a path of nobody's */
export function routeOf(
  { method, path }: SwishRequest,
  { v1Create, newId }: { v1Create: boolean; newId: () => string },
): Route | 'wrong_method' | undefined {
  const [, version, kind, instructionId] = resource.exec(path.replace(/\?.*$/s, '')) ?? []
  if (version === undefined || kind === undefined) return undefined
  const key = `${method} ${version} ${kind}`
  if (instructionId === undefined) {
    const operation = v1Create ? oldCreates[key] : undefined
    return operation && { operation, instructionId: newId().toUpperCase() }
  }
  const operation = operations[key]
  return operation === undefined ? 'wrong_method' : { operation, instructionId }
}

const neededTypes: Partial<Record<Operation, string>> = {
  create_payment: 'application/json',
  create_refund: 'application/json',
  cancel_payment: 'application/json-patch+json',
}

/** Parameters as `charset` do not count, nor do capitals. */
export function takesContentType(operation: Operation, contentType: string | undefined): boolean {
  const needed = neededTypes[operation]
  return needed === undefined || contentType?.split(';')[0]?.trim().toLowerCase() === needed
}

/** @returns undefined when it is no JSON */
export function readJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}

/** @returns undefined when it is no JSON object */
export function readObject(body: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const value = readJson(body)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : undefined
}

/** The one patch that Swish takes. */
export function isCancelDocument(document: unknown): boolean {
  const [step, ...others] = Array.isArray(document) ? (document as unknown[]) : []
  if (others.length > 0 || typeof step !== 'object' || step === null) return false
  const { op, path, value, ...rest } = step as Record<string, unknown>
  const asksToCancel = op === 'replace' && path === '/status' && value === 'cancelled'
  return asksToCancel && Object.keys(rest).length === 0
}
