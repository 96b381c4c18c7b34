import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { ControlError } from './control-messages.ts'
import { controlOperations, type ControlOperation } from './control-operations.ts'

/** The control API as an OpenAPI 3.1 document. */
export function describeControlApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, operation] of Object.entries<ControlOperation>(controlOperations)) {
    const [method = '', route = ''] = name.split(' ')
    const path = route.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(name, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Offhook simulator: control API',
      version: '1',
      description: 'The hands of a test in the simulated world: what Bandwidth has no API for.',
    },
    servers: [{ url: '/control' }],
    paths,
  }
}

function describe(name: string, operation: ControlOperation) {
  const { summary, body, query = {}, status, answer, streams, refusals = {} } = operation
  const inPath = [...name.matchAll(/:(\w+)/g)].flatMap(([, parameter]) => parameter ?? [])
  const refused = { ...refusals, ...(body && { 400: 'The body is not as it must be.' }) }
  return {
    operationId: name.replaceAll(/\W+/g, '-').toLowerCase(),
    summary,
    parameters: [
      ...inPath.map((parameter) => ({
        name: parameter,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(query).map(([parameter, description]) => ({
        name: parameter,
        in: 'query',
        description,
        schema: { type: 'string' },
      })),
    ],
    ...(body && { requestBody: { required: true, content: json(body, 'input') } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : 'So it is.',
        ...(answer && { content: json(answer, 'output') }),
        ...(streams && { content: { 'text/event-stream': {} } }),
      },
      ...Object.fromEntries(
        Object.entries(refused).map(([refusal, description]) => [
          refusal,
          { description, content: json(ControlError, 'output') },
        ]),
      ),
    },
  }
}

function json(schema: v.GenericSchema, typeMode: 'input' | 'output') {
  // What a check in code demands has no words in a schema.
  const { $schema: _, ...described } = toJsonSchema(schema, {
    typeMode,
    errorMode: 'ignore',
    target: 'draft-2020-12',
  })
  return { 'application/json': { schema: described } }
}
