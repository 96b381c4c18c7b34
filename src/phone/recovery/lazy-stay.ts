import { describeError } from '../offline-reason.ts'
import type { Stay, StayListener, StayOptions } from './stay-online.ts'

/** Begins a stay online. */
export type StayOnline = (options: StayOptions, listener: StayListener) => Stay

/**
 * The code of a stay comes after the first picture, before anybody can press "Go online", and all of it at once: when the
 * network is gone, what brings the phone back cannot be loaded any more. A stay that begins before that begins with it;
 * where it cannot be had, the phone is offline again, and going online tries once more.
 */
export function createStayLoader(pictured: Promise<void>): StayOnline {
  let loading: Promise<StayOnline> | undefined

  function load(): Promise<StayOnline> {
    loading ??= import('./stay-online.ts').then(
      ({ stayOnline }) => stayOnline,
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }

  pictured.then(load).catch(() => {})

  return (options, listener) => {
    let stay: Stay | undefined
    let isClosed = false
    let isMicEnabled = false

    load().then(
      (stayOnline) => {
        if (isClosed) return
        stay = stayOnline(options, listener)
        stay.setMicEnabled(isMicEnabled)
      },
      (error: unknown) => {
        if (isClosed) return
        listener.log('error', `going online: ${describeError(error)}`)
        listener.onOffline({ reason: 'application-unreachable' })
      },
    )

    return {
      client: () => stay?.client(),
      carrier: () => stay?.carrier(),
      grant: () => stay?.grant(),
      setMicEnabled: (enabled) => {
        isMicEnabled = enabled
        stay?.setMicEnabled(enabled)
      },
      changeMicrophone: async (deviceId) => stay?.changeMicrophone(deviceId),
      retryNow: () => stay?.retryNow(),
      follow: (state) => stay?.follow(state),
      close: (how) => {
        isClosed = true
        stay?.close(how)
      },
    }
  }
}
