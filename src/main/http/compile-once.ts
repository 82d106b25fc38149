import ajvCompiler from '@fastify/ajv-compiler'
import serializerCompiler from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

/** How Fastify makes functions of schemas. */
export type SchemaCompilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

type BuildValidator = ReturnType<typeof ajvCompiler>
type BuildSerializer = ReturnType<typeof serializerCompiler>
type Validator = ReturnType<ReturnType<BuildValidator>>
type Serializer = ReturnType<ReturnType<BuildSerializer>>

/**
 * Fastify's own compilers, which do each schema once, and not before it is needed: an order is the answer of many routes, every
 * route stands behind two doors, and most are not called for hours. Compiling them all was a good part of a start. Schemas are
 * told apart by their text; none of ours refers to another by its id.
 */
export function createSchemaCompilers(): SchemaCompilers {
  const [newValidator, newSerializer] = [ajvCompiler(), serializerCompiler()]
  const validators = new Map<string, Validator>()
  const serializers = new Map<string, Serializer>()
  const buildValidator: BuildValidator = (schemas, options) => {
    const compile = newValidator(schemas, options)
    return (route) => validateLater(compileLater(() => compile(route), route, validators))
  }
  const buildSerializer: BuildSerializer = (schemas, options) => {
    const compile = newSerializer(schemas, options)
    return (route) => {
      const serializer = compileLater(() => compile(route), route, serializers)
      return (answer) => serializer()(answer)
    }
  }
  return { buildValidator, buildSerializer }
}

/** Compiles when it is first asked, unless the same schema has been compiled for another route. */
function compileLater<Compiled>(compile: () => Compiled, route: unknown, known: Map<string, Compiled>): () => Compiled {
  let compiled: Compiled | undefined
  return () => {
    if (compiled !== undefined) return compiled
    // The compilers' types speak of a schema; what Fastify gives them is a part of a route that has one.
    const text = JSON.stringify((route as { schema?: unknown }).schema)
    compiled = known.get(text) ?? compile()
    known.set(text, compiled)
    return compiled
  }
}

/** Fastify reads what was wrong from the function it has called. */
function validateLater(validator: () => Validator): Validator {
  const validate = (input: unknown): unknown => {
    const compiled = validator()
    const verdict = compiled(input)
    validate.errors = compiled.errors
    return verdict
  }
  validate.errors = undefined as Validator['errors']
  return validate as Validator
}
