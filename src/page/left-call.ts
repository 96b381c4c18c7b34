import * as v from 'valibot'
import type { LeftCall } from '../phone/phone-event.ts'
import type { Phone } from '../phone/phone.ts'
import { isLive } from '../phone/reduce-call.ts'
import { Unfinished } from '../phone/unfinished.ts'

const key = 'offhook.left-call'

/** So long, in milliseconds, the application keeps the endpoint of a page that was left in a call. */
const returnTime = 10_000

/** Read as anything from outside: another Offhook may have written it. */
const Stored = v.object({
  number: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  startedAt: v.number(),
  answeredAt: v.optional(v.number()),
  endedAt: v.number(),
  unfinished: v.optional(Unfinished),
})

type CallStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What the page that is left knows of its call, for the one that is loaded in its place, which takes it up or says which one
 * it was. The device's token is in it: it is written when the page goes away, and taken out by the next page before anything
 * else, so no tab can be duplicated with it (docs/decisions/recovery.md).
 */
export interface LeftCallMemory {
  /** The page goes away, before the phone goes offline. */
  remember: () => void
  /** Takes up the call of the page before, where this tab is the phone and it is not too late; else tells of it. Once. */
  goOn: (isPhone: Promise<boolean>) => Promise<void>
}

export function createLeftCallMemory(
  phone: Pick<Phone, 'store' | 'rememberLeftCall' | 'unfinished' | 'takeUp'>,
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
      const unfinished = phone.unfinished()
      try {
        storage().setItem(key, JSON.stringify({ ...left, ...(unfinished && { unfinished }) }))
      } catch {
        // Refused: the call is over all the same.
      }
    },
    goOn: async (isPhone) => {
      const left = take(storage)
      if (!left) return
      const { answeredAt, unfinished, ...facts } = left
      if (unfinished && (await isPhone) && now() - facts.endedAt < returnTime) {
        return phone.takeUp(unfinished)
      }
      phone.rememberLeftCall({ ...facts, ...(answeredAt !== undefined && { answeredAt }) })
    },
  }
}

function take(storage: () => CallStorage) {
  try {
    const stored = storage().getItem(key)
    storage().removeItem(key)
    const read = v.safeParse(Stored, JSON.parse(stored ?? 'null'))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}
