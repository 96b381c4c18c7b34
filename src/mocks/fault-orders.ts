import { createControlClient, type ControlClient } from '../simulator/control-client.ts'
import { junkFrames } from '../simulator/disturbance.ts'
import type { Demo } from './demo.ts'

/** What a person can choose before they order a fault. */
export const faultChoices = {
  code: [1001, 1000, 1006, 1011, 4409, 4000],
  status: [409, 403, 503],
  method: [
    'ping',
    'setMediaPreferences',
    'answerSdp',
    'offerSdp',
    'requestOutboundConnection',
    'acceptStream',
    'declineStream',
    'hangupConnection',
    'sdpOffer',
  ],
  junk: Object.keys(junkFrames) as (keyof typeof junkFrames)[],
  peer: ['publish', 'subscribe'],
} as const
export type FaultChoices = {
  [Name in keyof typeof faultChoices]: (typeof faultChoices)[Name][number]
}

/** A fault that a person can order by a button. */
export type FaultOrder = {
  name: string
  /** @throws ControlFailure where it cannot be */
  order: (choices: FaultChoices) => Promise<unknown>
}

export type FaultGroup = {
  title: string
  choices: readonly (keyof FaultChoices)[]
  orders: readonly FaultOrder[]
}

const day = 24 * 60 * 60 * 1_000

/** The control API of the simulator in this page. */
export const controlInPage = ({ simulator }: Pick<Demo, 'simulator'>): ControlClient =>
  createControlClient('http://simulator.offhook.invalid/control', simulator.fetch)

/** All that the fault console can do, by the orders that tests and other programs give to the control API. */
export function listFaults(demo: Demo): readonly FaultGroup[] {
  const control = controlInPage(demo)
  const { applicationFaults } = demo
  const once = async (add: () => void) => add()
  return [
    {
      title: 'Socket',
      choices: ['code', 'status'],
      orders: [
        { name: 'Drop the socket', order: ({ code }) => control.disturb({ type: 'close', code }) },
        { name: 'Freeze the gateway', order: () => control.disturb({ type: 'freeze' }) },
        { name: 'Thaw the gateway', order: () => control.disturb({ type: 'thaw' }) },
        {
          name: 'Refuse the next socket',
          order: ({ status }) => control.addFaults({ gateway: [{ type: 'refuse', status }] }),
        },
      ],
    },
    {
      title: 'Frames',
      choices: ['method', 'junk'],
      orders: [
        {
          name: 'Lose the next reply',
          order: ({ method }) => control.addFaults({ gateway: [{ type: 'drop', method }] }),
        },
        {
          name: 'Delay it by 10 s',
          order: ({ method }) =>
            control.addFaults({ gateway: [{ type: 'delay', method, delay: 10_000 }] }),
        },
        {
          name: 'Answer it with an error',
          order: ({ method }) => control.addFaults({ gateway: [{ type: 'error', method }] }),
        },
        {
          name: 'Send a malformed frame',
          order: ({ junk }) => control.disturb({ type: 'send', text: junkFrames[junk] }),
        },
        {
          name: 'Repeat the next offer',
          order: () => control.addFaults({ gateway: [{ type: 'duplicate', method: 'sdpOffer' }] }),
        },
        {
          name: 'Follow it by a stale one',
          order: () => control.addFaults({ gateway: [{ type: 'stale-offer' }] }),
        },
        {
          name: 'Misname its track',
          order: () => control.addFaults({ gateway: [{ type: 'misnamed-track' }] }),
        },
      ],
    },
    {
      title: 'Media',
      choices: ['peer'],
      orders: [
        {
          name: 'Break media',
          order: ({ peer }) => control.disturb({ type: 'break-media', peer }),
        },
        {
          name: 'Restart ICE',
          order: ({ peer }) => control.disturb({ type: 'restart-ice', peer }),
        },
        { name: 'Stop heartbeats', order: () => control.disturb({ type: 'stop-heartbeats' }) },
        {
          name: 'Impair the next call',
          order: () =>
            control.addFaults({ gateway: [{ type: 'impair', loss: 0.1, jitter: 0.06 }] }),
        },
      ],
    },
    {
      title: 'Application',
      choices: [],
      orders: [
        {
          name: 'Refuse the next token',
          order: () =>
            control.addFaults({
              api: [{ type: 'status', operation: 'createEndpoint', status: 429 }],
            }),
        },
        {
          name: 'Let 24 hours pass',
          order: () => control.advance(day),
        },
        {
          name: 'Answer the phone with 500',
          order: () => once(() => applicationFaults.add({ type: 'status', status: 500 })),
        },
        {
          name: 'Answer the phone never',
          order: () => once(() => applicationFaults.add({ type: 'unanswered' })),
        },
        { name: 'Cut the event stream', order: () => once(applicationFaults.cutEvents) },
        { name: 'Restart the application', order: demo.restartApplication },
      ],
    },
    {
      title: 'All of it',
      choices: [],
      orders: [
        {
          name: 'Take all faults back',
          order: async () => {
            applicationFaults.clear()
            await control.clearFaults()
            await control.disturb({ type: 'thaw' })
          },
        },
      ],
    },
  ]
}
