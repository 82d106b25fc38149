import ajvCompiler from '@fastify/ajv-compiler'
import serializerCompiler from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

/** How Fastify makes functions of schemas. */
export type SchemaCompilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

/**
 * Fastify's own compilers, which do each schema once: an order is the answer of many routes, and every route stands behind two
 * doors. Compiling them all anew was most of a start. Schemas are told apart by their text; none of ours refers to another by
 * its id.
 */
export function createSchemaCompilers(): SchemaCompilers {
  const [newValidator, newSerializer] = [ajvCompiler(), serializerCompiler()]
  const validators = new Map<string, ReturnType<ReturnType<typeof newValidator>>>()
  const serializers = new Map<string, ReturnType<ReturnType<typeof newSerializer>>>()
  const buildValidator: typeof newValidator = (schemas, options) => once(newValidator(schemas, options), validators)
  const buildSerializer: typeof newSerializer = (schemas, options) => once(newSerializer(schemas, options), serializers)
  return { buildValidator, buildSerializer }
}

function once<Route, Compiled>(
  compile: (route: Route) => Compiled,
  known: Map<string, Compiled>,
): (route: Route) => Compiled {
  return (route) => {
    // The compilers' types speak of a schema; what Fastify gives them is a part of a route that has one.
    const text = JSON.stringify((route as { schema?: unknown }).schema)
    const compiled = known.get(text) ?? compile(route)
    known.set(text, compiled)
    return compiled
  }
}
