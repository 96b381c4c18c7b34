import * as v from 'valibot'
import { about, milliseconds, times } from './fault-fields.ts'
import { befalls, type GatewayFault, type GatewayFaultOf, type Occasion } from './gateway-faults.ts'

/** What can be made to go wrong in the REST APIs. */
export const apiOperations = [
  'token',
  'createEndpoint',
  'getEndpoint',
  'listEndpoints',
  'deleteEndpoint',
  'createCall',
  'updateCall',
  'getCall',
] as const
export type ApiOperation = (typeof apiOperations)[number]

const operation = v.picklist(apiOperations)

/** A fault of an API operation. All but `status` carry the request out. */
export const ApiFault = v.variant('type', [
  /** Answered with that status and the documented body; `retryAfter` in seconds, 1 for a 429 or 503 that names none. */
  v.strictObject({
    type: v.literal('status'),
    operation,
    status: v.picklist([400, 401, 402, 403, 404, 405, 409, 415, 429, 500, 503]),
    retryAfter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    times,
  }),
  /** The answer comes `delay` ms later. */
  v.strictObject({ type: v.literal('late'), operation, delay: milliseconds, times }),
  /** The answer comes never: when the faults are cleared, to be exact, or the client gives up. */
  v.strictObject({ type: v.literal('unanswered'), operation, times }),
  /** The 201 comes when the call's `answer` webhook has been delivered, or its `disconnect` (bandwidth-backend 5.1). */
  v.strictObject({
    type: v.literal('answer-before-201'),
    operation: v.optional(v.literal('createCall'), 'createCall'),
    times,
  }),
])
export type ApiFault = v.InferOutput<typeof ApiFault>

/** `eventType` or `event` of the webhooks, as in `answer`; `connectStatus ANSWERED` and `disconnect busy` are narrower. */
const event = v.string()

export const WebhookFault = v.variant('type', [
  /** Never sent. A callback that wants BXML ends its call with `callback-error` then. */
  v.strictObject({ type: v.literal('drop'), event, about, times }),
  /** Sent `delay` ms late. */
  v.strictObject({ type: v.literal('delay'), event, about, delay: milliseconds, times }),
  /** Sent twice, the second time `delay` ms after the first: 0, the default, is at the same time. */
  v.strictObject({
    type: v.literal('duplicate'),
    event,
    about,
    delay: v.optional(milliseconds, 0),
    times,
  }),
  /** The first URL cannot be reached. */
  v.strictObject({ type: v.literal('unreachable'), event, about, times }),
  /** Delivered, but the answer of the first URL comes too late to count, so that the fallback gets the same again. */
  v.strictObject({ type: v.literal('answered-too-late'), event, about, times }),
])
export type WebhookFault = v.InferOutput<typeof WebhookFault>

export type NamedWebhook = {
  name: string
  body: Readonly<Record<string, string | number | undefined>>
}

/** Faults on order, each as data, taken as often as it says by whatever it concerns. Of several the oldest comes first. */
export interface Faults {
  addApi: (fault: ApiFault) => void
  addWebhook: (fault: WebhookFault) => void
  addGateway: (fault: GatewayFault) => void
  /** What has not happened as often as it was ordered. `times` is what is left. */
  list: () => {
    api: readonly ApiFault[]
    webhooks: readonly WebhookFault[]
    gateway: readonly GatewayFault[]
  }
  /** The fault that this request is to have; counts it. */
  takeApi: (operation: ApiOperation) => ApiFault | undefined
  takeWebhook: (webhook: NamedWebhook) => WebhookFault | undefined
  /** Of one of these types. */
  takeGateway: <Type extends GatewayFault['type']>(
    types: readonly Type[],
    occasion: Occasion,
  ) => GatewayFaultOf<Type> | undefined
  /** Resolves when a webhook of that kind has been delivered or given up, or the faults are cleared. */
  untilWebhook: (matches: (webhook: NamedWebhook) => boolean) => Promise<void>
  webhookEnded: (webhook: NamedWebhook) => void
  untilCleared: () => Promise<void>
  /** Forgets all faults and lets go what they hold back. */
  clear: () => void
}

export function createFaults(): Faults {
  let api: ApiFault[] = []
  let webhooks: WebhookFault[] = []
  let gateway: GatewayFault[] = []
  const waiting = new Set<{ matches?: (webhook: NamedWebhook) => boolean; resolve: () => void }>()

  const wait = (matches?: (webhook: NamedWebhook) => boolean) =>
    new Promise<void>((resolve) => {
      waiting.add({ resolve, ...(matches && { matches }) })
    })
  const release = (isReleased: (matches?: (webhook: NamedWebhook) => boolean) => boolean) => {
    for (const waiter of waiting) {
      if (isReleased(waiter.matches)) {
        waiting.delete(waiter)
        waiter.resolve()
      }
    }
  }

  return {
    addApi: (fault) => {
      api = [...api, fault]
    },
    addWebhook: (fault) => {
      webhooks = [...webhooks, fault]
    },
    addGateway: (fault) => {
      gateway = [...gateway, fault]
    },
    list: () => ({ api, webhooks, gateway }),
    takeApi: (operation) => {
      const fault = api.find((each) => each.operation === operation)
      if (fault) api = countDown(api, fault)
      return fault
    },
    takeWebhook: (webhook) => {
      const fault = webhooks.find((each) => concerns(each, webhook))
      if (fault) webhooks = countDown(webhooks, fault)
      return fault
    },
    takeGateway: <Type extends GatewayFault['type']>(
      types: readonly Type[],
      occasion: Occasion,
    ) => {
      const isWanted = (fault: GatewayFault): fault is GatewayFaultOf<Type> =>
        types.some((type) => type === fault.type) && befalls(fault, occasion)
      const fault = gateway.find(isWanted)
      if (fault) gateway = countDown<GatewayFault>(gateway, fault)
      return fault
    },
    untilWebhook: wait,
    webhookEnded: (webhook) => release((matches) => matches?.(webhook) ?? false),
    untilCleared: () => wait(),
    clear: () => {
      api = []
      webhooks = []
      gateway = []
      release(() => true)
    },
  }
}

function concerns({ event, about }: WebhookFault, { name, body }: NamedWebhook): boolean {
  if (event !== name && event !== name.split(' ')[0]) return false
  // A Connect Status has its call and its endpoint in `from` and `to`.
  return about === undefined || [body.endpointId, body.callId, body.from, body.to].includes(about)
}

function countDown<Fault extends { times: number | 'always' }>(
  faults: readonly Fault[],
  taken: Fault,
): Fault[] {
  return faults.flatMap((fault) => {
    if (fault !== taken || fault.times === 'always') return [fault]
    return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
  })
}
