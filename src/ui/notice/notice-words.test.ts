import { describe, expect, it } from 'vitest'
import type { DeviceChange, NoticeCode } from '../../phone/phone-state.ts'
import { explainNotice } from './notice-words.ts'

const codes: Record<NoticeCode, true> = {
  'number-empty': true,
  'number-too-short': true,
  'number-too-long': true,
  'number-not-a-number': true,
  'number-emergency': true,
  'offline-cannot-dial': true,
  'reconnecting-cannot-dial': true,
  'busy-cannot-dial': true,
  'number-plan-unavailable': true,
  'digits-not-sent': true,
  'digits-left-out': true,
  'digits-too-many': true,
  'microphone-change-failed': true,
  'microphone-change-blocked': true,
  'microphone-change-busy': true,
  'microphone-lost': true,
  'microphone-revoked': true,
  'microphone-taken': true,
  'microphone-silent': true,
  'device-gone': true,
  'device-back': true,
  'device-restored': true,
  'default-changed': true,
  'output-change-failed': true,
  'second-call-declined': true,
  'application-events-lost': true,
  'presence-not-changed': true,
  'preferences-not-kept': true,
}
const changes: readonly DeviceChange[] = [
  { kind: 'microphone', from: 'Headset microphone', to: 'Built-in microphone' },
]

describe('the words of a notice', () => {
  const words = Object.keys(codes).map((code) =>
    explainNotice({ code: code as NoticeCode, changes }),
  )

  it('say what happened and what to do, shortly', () => {
    for (const { what, todo } of words) {
      expect(what).toMatch(/^[A-Z].+\.$/)
      expect(todo).toMatch(/^[A-Z].+\.$/)
      expect(`${what} ${todo}`.length).toBeLessThan(140)
    }
  })

  it('differ from code to code', () => {
    expect(new Set(words.map(({ what }) => what)).size).toBe(words.length)
  })
})

it('what went with a headset is told together, each by its name', () => {
  const { what } = explainNotice({
    code: 'device-gone',
    changes: [...changes, { kind: 'speaker', from: 'Headset earphone', to: '' }],
  })
  expect(what).toBe(
    'Microphone: “Headset microphone” is gone, now “Built-in microphone”. ' +
      'Speaker: “Headset earphone” is gone, now “System default”.',
  )
})
