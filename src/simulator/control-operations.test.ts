import { beforeAll, describe, expect, it } from 'vitest'
import { createFakeMedia } from '../testing/fake-media.ts'
import { createCloud } from './cloud.ts'
import { createControlApi } from './control-api.ts'
import { controlOperations, type ControlOperation } from './control-operations.ts'
import { createDeviceDoubles } from './device-doubles.ts'
import { createGateway } from './gateway.ts'
import { createJumpingClock } from './jumping-clock.ts'
import { defaultSwitches } from './switches.ts'

const clock = createJumpingClock()
const cloud = createCloud({ fetch: async () => new Response(null, { status: 204 }), clock })
const { journal, switches, endpoints: directory } = cloud
const app = createControlApi({
  cloud,
  clock,
  devices: createDeviceDoubles({ directory, clock, journal }),
  gateway: createGateway({ directory, media: createFakeMedia(), switches, journal }),
  heard: () => undefined,
  reset: cloud.reset,
})
const operations = Object.entries<ControlOperation>(controlOperations)

it('is served as the table has it: no more and no less', () => {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect(new Set(routes)).toEqual(new Set(Object.keys(controlOperations)))
})

it.each(operations.filter(([, { body }]) => body).map(([name]) => name))(
  'reads the body of %s by its schema',
  async (name) => {
    const [method = '', path = ''] = name.split(' ')
    const init = { method, body: '{"nothing":"like it"}' }
    const answer = await app.request(path.replace(/:\w+/, 'x'), init)
    expect(answer.status).toBe(400)
  },
)

describe('the OpenAPI document', () => {
  type Described = {
    parameters: { name: string; in: string }[]
    requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
    responses: Record<string, { description: string }>
  }
  let document: { openapi: string; paths: Record<string, Record<string, Described>> }
  beforeAll(async () => {
    document = (await (await app.request('/openapi.json')).json()) as typeof document
  })
  const schemaOf = (path: string, method: string) =>
    document.paths[path]?.[method]?.requestBody?.content['application/json']?.schema

  it('describes every operation, its parameters and how it can end', () => {
    expect(document.openapi).toBe('3.1.0')
    for (const [name, { body, status, refusals = {} }] of operations) {
      const [method = '', path = ''] = name.split(' ')
      const described = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(described?.requestBody !== undefined, name).toBe(body !== undefined)
      const inPath = described?.parameters.filter((each) => each.in === 'path')
      expect(
        inPath?.map((each) => each.name),
        name,
      ).toEqual([...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter))
      expect(Object.keys(described?.responses ?? {}).toSorted(), name).toEqual(
        [String(status), ...Object.keys(refusals), ...(body ? ['400'] : [])].toSorted(),
      )
    }
  })

  it('has every switch with what it may be set to', () => {
    const schema = schemaOf('/switches', 'patch')
    expect(Object.keys(schema?.properties ?? {}).toSorted()).toEqual(
      Object.keys(defaultSwitches).toSorted(),
    )
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: { generation: { enum: ['G0', 'G1', 'G1b', 'G2', 'G3'] } },
    })
  })

  it('has every disturbance and every fault by its type', () => {
    const types = (schema: unknown) =>
      (schema as { oneOf: { properties: { type: { const: string } } }[] }).oneOf.map(
        ({ properties }) => properties.type.const,
      )
    expect(types(schemaOf('/gateway/disturbances', 'post'))).toContain('break-media')
    const faults = schemaOf('/faults', 'post')?.properties as Record<string, { items: unknown }>
    expect(types(faults.gateway?.items)).toContain('stale-offer')
    expect(types(faults.api?.items)).toContain('answer-before-201')
  })
})
