import { expect, it } from 'vitest'
import { RtpHeader, RtpPacket } from 'werift'
import { createStreamHearing } from './stream-hearing.ts'
import { frameLength, voiceCodecs } from './voice-codec.ts'

/** A device that says 1,000 in every sample, and a telephone that listens. */
function createHearing() {
  const digits: string[] = []
  const hearing = createStreamHearing(voiceCodecs.pcmu, (digit) => digits.push(digit))
  const encoder = voiceCodecs.pcmu.encoder()
  const voice = encoder.code(new Int16Array(frameLength).fill(1_000))
  const say = (...numbers: number[]) => {
    for (const sequenceNumber of numbers) {
      hearing.receive(new RtpPacket(new RtpHeader({ sequenceNumber }), voice), 'voice')
    }
  }
  const press = (code: number, sequenceNumber: number, timestamp: number) => {
    const header = new RtpHeader({ sequenceNumber, timestamp })
    hearing.receive(new RtpPacket(header, Buffer.of(code, 0x0a, 0, 160)), 'telephone-event')
  }
  /** For each of the next packets' times whether anything sounded. */
  const listen = (frames: number) =>
    Array.from({ length: frames }, () => (hearing.next().some((sample) => sample !== 0) ? 1 : 0))
  listen(1)
  return { hearing, digits, say, press, listen }
}

it('waits for three packets, and plays one after another from then on', () => {
  const { hearing, say, listen } = createHearing()
  say(1, 2)
  expect(listen(1)).toEqual([0])
  say(3)
  expect(listen(3)).toEqual([1, 1, 1])
  expect(hearing.troubles()).toEqual({ gaps: 0, lost: 0 })
})

it('is silent where packets are lost, which is one gap', () => {
  const { hearing, say, listen } = createHearing()
  say(65_534, 65_535, 2)
  expect(listen(5)).toEqual([1, 1, 0, 0, 1])
  expect(hearing.troubles()).toEqual({ gaps: 1, lost: 2 })
})

it('leaves out what comes late or twice', () => {
  const { say, listen } = createHearing()
  say(10, 11, 11, 9, 12)
  expect(listen(4)).toEqual([1, 1, 1, 0])
})

it('has a gap, once, when nothing comes in time', () => {
  const { hearing, say, listen } = createHearing()
  say(1, 2, 3)
  expect(listen(6)).toEqual([1, 1, 1, 0, 0, 0])
  expect(hearing.troubles()).toEqual({ gaps: 1, lost: 0 })
})

it('has no gap while a key is pressed, and takes the key for one digit', () => {
  const { hearing, digits, say, press, listen } = createHearing()
  say(1, 2, 3)
  for (const sequenceNumber of [4, 5, 6]) press(11, sequenceNumber, 480)
  listen(6)
  say(7, 8, 9)
  expect(listen(3)).toEqual([1, 1, 1])
  expect(digits).toEqual(['#'])
  expect(hearing.troubles()).toEqual({ gaps: 0, lost: 0 })
})

it('catches up with a device whose clock is fast', () => {
  const { say, listen } = createHearing()
  say(...Array.from({ length: 40 }, (_, index) => index + 1))
  const heard = listen(40).filter((each) => each === 1).length
  expect(heard).toBeGreaterThanOrEqual(3)
  expect(heard).toBeLessThanOrEqual(15)
})

it('forgets what befell it when nobody listens any more', () => {
  const { hearing, say, listen } = createHearing()
  say(1, 2, 9)
  listen(10)
  hearing.rest()
  expect(hearing.troubles()).toEqual({ gaps: 0, lost: 0 })
})
