import type { HttpConnections } from './http-client'

/** A route of the staff API as its own description tells it. */
export interface StaffRoute {
  operationId: string
  method: string
  /** With every parameter filled in by something that does not exist. */
  path: string
  /** The same for the values given; the route may have none. */
  pathWith: (value: string) => string
  hasParameter: boolean
  needsKey: boolean
  /** JSON schema of the body; undefined without one. */
  body: JsonSchema | undefined
}

export interface JsonSchema {
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  anyOf?: JsonSchema[]
  const?: unknown
  [keyword: string]: unknown
}

interface Operation {
  operationId?: string
  tags?: string[]
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
}

const nothing = '999999'

/** Every route of the staff API, read from the running server. */
export async function listStaffRoutes(connections: HttpConnections): Promise<StaffRoute[]> {
  const answer = await connections.send('GET', '/docs/json')
  const { paths } = answer.json() as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (!['staff', 'door'].some((tag) => operation.tags?.includes(tag))) return []
      const pathWith = (value: string) => path.replaceAll(/\{[^}]+\}/g, value)
      return [
        {
          operationId: operation.operationId ?? `${method} ${path}`,
          method: method.toUpperCase(),
          path: pathWith(nothing),
          pathWith,
          hasParameter: path.includes('{'),
          needsKey: operation.parameters?.some(({ name }) => name === 'idempotency-key') ?? false,
          body: operation.requestBody?.content['application/json']?.schema,
        },
      ]
    }),
  )
}
