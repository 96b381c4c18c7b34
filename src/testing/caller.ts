import type { Until } from './agent-client.ts'
import type { ControlClient } from '../simulator/control-client.ts'

/** Somebody at a telephone, as the simulator's journal tells of them. */
export interface Caller {
  /** Bandwidth's. */
  callId: string
  /** E.164. */
  number: string
  /** Hangs up, or gives up where nobody has answered. Harmless where the call is over. */
  hangUp: () => Promise<void>
  /** What they have heard so far, oldest first: `ringback`, `“Please …”`, the address of a recording. */
  heard: () => Promise<readonly string[]>
  /** Resolves when they have heard something that contains this. */
  hears: (what: string) => Promise<void>
  isOnTheLine: () => Promise<boolean>
  /** Resolves when the call is over. @returns Bandwidth's cause, and its reason where there is one */
  over: () => Promise<string>
}

export function createCaller(options: {
  callId: string
  number: string
  control: ControlClient
  until: Until
}): Caller {
  const { callId, number, control, until } = options
  const isOnTheLine = async () => (await control.liveCalls()).some((call) => call.callId === callId)
  const told = async (prefix: string) =>
    (await control.journal())
      .filter(({ summary }) => summary.startsWith(prefix))
      .map(({ summary }) => summary.slice(prefix.length))
  const heard = async () =>
    (await told(`${number} hears `)).map((what) => what.replace(/ \(\d+ s\)$/, ''))

  return {
    callId,
    number,
    isOnTheLine,
    heard,
    hangUp: async () => {
      if (await isOnTheLine()) await control.hangUp(callId).catch(() => {})
    },
    hears: async (what) => {
      await until(`${number} to hear ${what}`, async () =>
        (await heard()).some((sound) => sound.includes(what)),
      )
    },
    over: () =>
      until(`the call of ${number} to be over`, async () =>
        (await told(`call with ${number} is over: `)).at(-1),
      ),
  }
}
