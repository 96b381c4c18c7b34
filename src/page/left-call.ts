import type { Phone } from '../phone/phone.ts'
import type { EndedCall } from '../phone/phone-state.ts'
import { readCallRecord } from '../phone/records/call-record.ts'

const key = 'offhook.left-call'

type CallStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

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
  storage: () => CallStorage = () => sessionStorage,
): () => void {
  const told = take(storage)
  if (told) void decided.then(() => phone.rememberLeftCall(told))
  return phone.store.subscribe(({ call }) => {
    if (call?.status !== 'ended' || call.cause !== 'page-left' || call.id === told?.id) return
    try {
      storage().setItem(key, JSON.stringify(call))
    } catch {
      // Refused: the call is over all the same.
    }
  })
}

/** Read as anything from outside: another Offhook may have written it. */
function take(storage: () => CallStorage): EndedCall | undefined {
  try {
    const stored = storage().getItem(key)
    storage().removeItem(key)
    const call = readCallRecord(JSON.parse(stored ?? 'null'))
    return call?.status === 'ended' ? call : undefined
  } catch {
    return undefined
  }
}
