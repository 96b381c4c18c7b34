import * as v from 'valibot'
import type { Phone } from '../phone/phone.ts'
import { Unfinished } from '../phone/unfinished.ts'
import { leaveBehind, takeOut, type TabStorage } from './tab-storage.ts'

const key = 'offhook.unfinished'

/** So long, in milliseconds, the application keeps the endpoint of a page that was left in a call. */
const returnTime = 10_000

const Stored = v.object({ leftAt: v.number(), unfinished: Unfinished })

/**
 * What a page that is reloaded in a call needs to take it up. The device's token is in it: it is written when the page goes
 * away, and taken out by the next one before anything else, so no tab is duplicated with it (docs/decisions/recovery.md).
 */
export interface UnfinishedMemory {
  /** The page goes away, before the phone goes offline. */
  remember: () => void
  /** Takes up the call of the page before, once, where this tab is the phone and it is not too late. */
  goOn: (isPhone: Promise<boolean>) => Promise<void>
}

export function createUnfinishedMemory(
  phone: Pick<Phone, 'unfinished' | 'takeUp'>,
  storage: TabStorage = () => sessionStorage,
  now: () => number = () => Date.now(),
): UnfinishedMemory {
  return {
    remember: () => {
      const unfinished = phone.unfinished()
      if (unfinished) leaveBehind(storage, key, { leftAt: now(), unfinished })
    },
    goOn: async (isPhone) => {
      const left = take(storage)
      if (left && (await isPhone) && now() - left.leftAt < returnTime) phone.takeUp(left.unfinished)
    },
  }
}

function take(storage: TabStorage) {
  const read = v.safeParse(Stored, takeOut(storage, key))
  return read.success ? read.output : undefined
}
