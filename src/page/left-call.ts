import type { Phone } from '../phone/phone.ts'
import type { EndedCall } from '../phone/phone-state.ts'
import { readCallRecord } from '../phone/records/call-record.ts'
import { leaveBehind, takeOut, type TabStorage } from './tab-storage.ts'

const key = 'offhook.left-call'

/**
 * The call that ends because the page is left is told to the phone of the page that is loaded in its place, once: whoever
 * comes back reads which one it was, with or without a history.
 *
 * @param decided when it is known whether it is taken up, which `unfinished-memory.ts` sees to
 * @returns stops it
 */
export function rememberLeftCall(
  phone: Pick<Phone, 'store' | 'rememberLeftCall'>,
  decided: Promise<void>,
  storage: TabStorage = () => sessionStorage,
): () => void {
  const told = take(storage)
  if (told) void decided.then(() => phone.rememberLeftCall(told))
  return phone.store.subscribe(({ call }) => {
    if (call?.status !== 'ended' || call.cause !== 'page-left' || call.id === told?.id) return
    leaveBehind(storage, key, call)
  })
}

function take(storage: TabStorage): EndedCall | undefined {
  const call = readCallRecord(takeOut(storage, key))
  return call?.status === 'ended' ? call : undefined
}
