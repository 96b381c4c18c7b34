import type { TabChannel } from '../phone/tabs/ports.ts'

const name = 'offhook.phone'

/** To the other tabs of this origin. Undefined where the browser has no such thing. */
export function createTabChannel(): TabChannel | undefined {
  if (!('BroadcastChannel' in globalThis)) return undefined
  const channel = new BroadcastChannel(name)
  return {
    // Not a window's: a channel has no target to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      const onMessage = ({ data }: MessageEvent<unknown>) => listener(data)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
  }
}
