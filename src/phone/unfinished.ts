import * as v from 'valibot'
import { EndpointGrant } from '../wire/phone-api.ts'

/**
 * A call that a page has left while it was up, and what the next page needs to be offered it again: the endpoint with its
 * token, and the id of the device, see ConnectOptions.
 */
export const Unfinished = v.object({
  grant: EndpointGrant,
  uniqueId: v.string(),
  call: v.object({
    id: v.string(),
    number: v.string(),
    direction: v.picklist(['inbound', 'outbound']),
    startedAt: v.number(),
    answeredAt: v.number(),
    muted: v.boolean(),
    applicationCallId: v.exactOptional(v.string()),
    note: v.exactOptional(v.string()),
  }),
})
export type Unfinished = v.InferOutput<typeof Unfinished>
