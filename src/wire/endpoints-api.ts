import * as v from 'valibot'

/**
 * Bandwidth's OAuth token and Endpoints API (`bandwidth.yml` of bandwidth-sdk 8.1.4, tag SPEC, unless
 * another source is named). Base `https://api.bandwidth.com/v2`; all answers share one envelope.
 */

/** RFC 6749 4.4 with HTTP Basic; `expires_in` in seconds. Field names [CLI]. */
export const OAuthToken = v.object({
  access_token: v.string(),
  expires_in: v.number(),
  token_type: v.string(),
})
export type OAuthToken = v.InferOutput<typeof OAuthToken>

/** `type` and `direction` are required; `tag` comes back as `tags` in webhooks [D-EP][D-WH]. */
export const CreateEndpointRequest = v.object({
  type: v.literal('WEBRTC'),
  direction: v.picklist(['INBOUND', 'OUTBOUND', 'BIDIRECTIONAL']),
  eventCallbackUrl: v.optional(v.pipe(v.string(), v.url())),
  eventFallbackUrl: v.optional(v.pipe(v.string(), v.url())),
  tag: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  connectionMetadata: v.optional(v.looseObject({})),
})
export type CreateEndpointRequest = v.InferOutput<typeof CreateEndpointRequest>

/** CONNECTED means that a device holds the socket; eligibility is not readable here, only from webhooks. */
export const EndpointStatus = v.picklist(['CONNECTED', 'DISCONNECTED'])

export const Device = v.object({
  deviceId: v.string(),
  deviceName: v.optional(v.string()),
  status: EndpointStatus,
  creationTimestamp: v.string(),
})
export type Device = v.InferOutput<typeof Device>

/** Timestamps are ISO 8601; an endpoint lives 24 h from creation [D-RTC]. */
export const Endpoint = v.object({
  endpointId: v.string(),
  type: v.string(),
  status: EndpointStatus,
  creationTimestamp: v.string(),
  expirationTimestamp: v.string(),
  devices: v.optional(v.array(Device)),
  tag: v.optional(v.string()),
})
export type Endpoint = v.InferOutput<typeof Endpoint>

/** The token, a JWT with UNVERIFIED claims, is returned by create and never again. */
export const CreatedEndpoint = v.object({ ...Endpoint.entries, token: v.string() })
export type CreatedEndpoint = v.InferOutput<typeof CreatedEndpoint>

export const Link = v.object({ href: v.string(), rel: v.string(), method: v.optional(v.string()) })

export const ApiError = v.object({
  id: v.optional(v.string()),
  type: v.string(),
  description: v.string(),
  code: v.optional(v.union([v.string(), v.number()])),
  source: v.optional(v.record(v.string(), v.string())),
})
export type ApiError = v.InferOutput<typeof ApiError>

const envelope = <T extends v.GenericSchema>(data: T) =>
  v.object({ links: v.array(Link), data, errors: v.array(ApiError) })

export const CreateEndpointResponse = envelope(CreatedEndpoint)
export const GetEndpointResponse = envelope(Endpoint)
export const ListEndpointsResponse = v.object({
  ...envelope(v.array(Endpoint)).entries,
  page: v.object({
    pageSize: v.number(),
    totalElements: v.optional(v.number()),
    totalPages: v.optional(v.number()),
    pageNumber: v.optional(v.number()),
  }),
})
export const BrtcErrorResponse = v.object({
  links: v.array(Link),
  data: v.null(),
  errors: v.array(ApiError),
})
export type BrtcErrorResponse = v.InferOutput<typeof BrtcErrorResponse>
