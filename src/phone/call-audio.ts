import type { BrtcClient } from '../brtc/client.ts'
import type { PhoneState } from './phone-state.ts'
import type { AudioOutput, LoopingSound } from './ports.ts'
import { busyToneLeft, soundFor } from './sounds.ts'

export type CallAudioOptions = {
  audioOutput: Pick<AudioOutput, 'loop' | 'playRemote'>
  now: () => number
}

/**
 * What is heard and said follows from the state, after each change of it: so the microphone cannot stay open after
 * a call, nor a ring go on, whichever way the call ended.
 */
export interface CallAudio {
  addStream: (streamId: string, stream: MediaStream) => void
  removeStream: (streamId: string) => void
  follow: (state: PhoneState, client: Pick<BrtcClient, 'setMicEnabled'> | undefined) => void
  close: () => void
}

export function createCallAudio({ audioOutput, now }: CallAudioOptions): CallAudio {
  const streams = new Map<string, MediaStream>()
  let heard: MediaStream | null = null
  let sound: LoopingSound | null = null
  let said: { client: unknown; isOnline: boolean; isEnabled: boolean } | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  function followSound(state: PhoneState): void {
    clearTimeout(silence)
    const next = soundFor(state, now())
    const left = busyToneLeft(state, now())
    if (left > 0) silence = setTimeout(() => followSound(state), left)
    if (next === sound) return
    sound = next
    audioOutput.loop(next)
  }

  function followRemote({ call }: PhoneState): void {
    const next = call?.status === 'connected' ? (streams.get(call.streamId) ?? null) : null
    if (next === heard) return
    heard = next
    audioOutput.playRemote(next)
  }

  /** Said again to a new client, and once more when it has published: a track begins muted. */
  function followMicrophone(
    { call, session }: PhoneState,
    client: Pick<BrtcClient, 'setMicEnabled'> | undefined,
  ): void {
    const isEnabled = call?.status === 'connected' && !call.muted
    const isOnline = session.status === 'online'
    if (said?.client === client && said?.isOnline === isOnline && said.isEnabled === isEnabled) {
      return
    }
    said = { client, isOnline, isEnabled }
    client?.setMicEnabled(isEnabled)
  }

  return {
    addStream: (streamId, stream) => streams.set(streamId, stream),
    removeStream: (streamId) => streams.delete(streamId),
    follow: (state, client) => {
      if (state.session.status === 'offline') streams.clear()
      followMicrophone(state, client)
      followRemote(state)
      followSound(state)
    },
    close: () => {
      clearTimeout(silence)
      audioOutput.loop(null)
      audioOutput.playRemote(null)
    },
  }
}
