import * as v from 'valibot'
import type { LeftCall } from '../phone/phone-event.ts'
import type { Phone } from '../phone/phone.ts'
import { isLive } from '../phone/reduce-call.ts'

const key = 'offhook.left-call'

/** Read as anything from outside: another Offhook may have written it. */
const StoredCall = v.object({
  number: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  startedAt: v.number(),
  answeredAt: v.optional(v.number()),
  endedAt: v.number(),
})

type CallStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What the page that is left knows of its call, for the one that is loaded in its place: the call is over, and whoever comes
 * back reads which one it was. No token: with it, a page could take up the call, which is not done (docs/decisions/recovery.md).
 */
export interface LeftCallMemory {
  /** The page goes away, before the phone goes offline. */
  remember: () => void
  /** Tells the phone of the call that ended with the page before, once. */
  tell: () => void
}

export function createLeftCallMemory(
  phone: Pick<Phone, 'store' | 'rememberLeftCall'>,
  storage: () => CallStorage = () => sessionStorage,
  now: () => number = () => Date.now(),
): LeftCallMemory {
  return {
    remember: () => {
      const { call } = phone.store.getState()
      if (!isLive(call) || call.status === 'offered' || call.status === 'declining') return
      const { number, direction, startedAt } = call
      const answered = call.status === 'connected' && { answeredAt: call.answeredAt }
      const left: LeftCall = { number, direction, startedAt, ...answered, endedAt: now() }
      try {
        storage().setItem(key, JSON.stringify(left))
      } catch {
        // Refused: the call is over all the same.
      }
    },
    tell: () => {
      const left = take(storage)
      if (!left) return
      const { answeredAt, ...facts } = left
      phone.rememberLeftCall({ ...facts, ...(answeredAt !== undefined && { answeredAt }) })
    },
  }
}

function take(storage: () => CallStorage) {
  try {
    const stored = storage().getItem(key)
    storage().removeItem(key)
    const read = v.safeParse(StoredCall, JSON.parse(stored ?? 'null'))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}
