import type { Endpoint } from '../wire/endpoints-api.ts'
import { iso } from './call.ts'
import type { EndpointRecord } from './endpoints.ts'

/** An endpoint as list shows it; get and create add `devices`, create alone `token`. */
export function describeEndpoint(record: EndpointRecord): Omit<Endpoint, 'devices'> {
  return {
    endpointId: record.endpointId,
    type: record.request.type,
    status: record.state.status === 'connected' ? 'CONNECTED' : 'DISCONNECTED',
    creationTimestamp: iso(record.createdAt),
    expirationTimestamp: iso(record.expiresAt),
    ...(record.request.tag !== undefined && { tag: record.request.tag }),
  }
}
