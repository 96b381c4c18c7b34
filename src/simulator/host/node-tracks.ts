import { MediaStream, type RTCPeerConnection, type RTCRtpTransceiver } from 'werift'
import type { Impairment } from '../device-link.ts'
import type { CallTrack, Heard, Telephone } from '../media-plane.ts'
import { createCallLine, type CallLine } from './call-line.ts'
import type { DeviceHearing } from './device-hearing.ts'
import type { FrameClock } from './frame-clock.ts'
import { createSpeech, type TelephoneSpeech } from './telephone-speech.ts'
import type { VoiceCodec } from './voice-codec.ts'

/** The tracks of the subscribe peer, one per call, and the telephones behind them. */
export interface NodeTracks {
  add: (impairment?: Impairment) => CallTrack
  /** The device pressed a key: all its telephones hear it. */
  press: (digit: string) => void
  /** What the telephone that was connected last hears. */
  heard: () => Heard | undefined
  close: () => void
}

type Section = { transceiver: RTCRtpTransceiver; line: CallLine }
type Connected = {
  telephone: Telephone
  speech: TelephoneSpeech
  line: CallLine
  digits: string
  stopKeys: (() => void) | undefined
}

export function createNodeTracks(options: {
  connection: RTCPeerConnection
  codec: VoiceCodec
  hearing: DeviceHearing
  clock: FrameClock
}): NodeTracks {
  const { connection, codec, hearing, clock } = options
  const free: Section[] = []
  const telephones = new Map<CallTrack, Connected>()
  let stop: (() => void) | undefined

  function speak(): void {
    const heard = hearing.next()
    for (const { speech, line } of telephones.values()) line.send(speech.next(heard))
  }

  /** A call that is over, as the device has answered, leaves its section to the next: else the SDP grows with every call. */
  function takeSection(): Section {
    const index = free.findIndex(({ transceiver }) => transceiver.currentDirection === 'inactive')
    const [section] = index < 0 ? [] : free.splice(index, 1)
    if (section) {
      section.transceiver.setDirection('sendonly')
      return section
    }
    const transceiver = connection.addTransceiver('audio', { direction: 'sendonly' })
    return { transceiver, line: createCallLine(transceiver.sender, codec) }
  }

  function add(impairment?: Impairment): CallTrack {
    const section = takeSection()
    const { transceiver, line } = section
    const streamId = crypto.randomUUID()
    const trackId = crypto.randomUUID()
    transceiver.sender.setStreams([new MediaStream({ id: streamId })])
    // werift means one track for ever; a section here has one call after another, each with a track of its own.
    Object.assign(transceiver.sender, { trackId })
    line.impair(impairment)

    const disconnect = () => {
      telephones.get(track)?.stopKeys?.()
      if (!telephones.delete(track)) return
      line.pause()
      if (telephones.size > 0) return
      stop?.()
      stop = undefined
      hearing.rest()
    }
    const connect = (telephone: Telephone) => {
      disconnect()
      const speech = createSpeech(impairment?.silence ? { type: 'silence' } : telephone.voice)
      const stopKeys = impairment?.silence ? undefined : telephone.keys?.(speech.dial)
      telephones.set(track, { telephone, speech, line, digits: '', stopKeys })
      stop ??= clock.every(speak)
    }
    const withdraw = () => {
      disconnect()
      transceiver.setDirection('inactive')
      free.push(section)
    }
    const track = { streamId, trackId, connect, disconnect, withdraw }
    return track
  }

  return {
    add,
    press: (digit) => {
      for (const connected of telephones.values()) {
        connected.digits += digit
        connected.telephone.onDigit(digit)
        connected.speech.press(digit)
      }
    },
    heard: () => {
      const last = [...telephones.values()].at(-1)
      return last && { ...hearing.measure(), digits: last.digits }
    },
    close: () => {
      for (const track of telephones.keys()) track.disconnect()
    },
  }
}
