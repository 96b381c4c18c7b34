import * as fc from 'fast-check'

/** What the network does to one webhook. Delays in milliseconds. */
export type WebhookFate =
  | { type: 'delivered' }
  | { type: 'late'; delay: number }
  /** Delivered, and once more so much later. */
  | { type: 'twice'; delay: number }
  /** Never arrives; `noticed` where the connection fails at once, otherwise Bandwidth waits in vain. */
  | { type: 'lost'; noticed: boolean }
  /** Arrives, and the answer does not. */
  | { type: 'unanswered'; noticed: boolean }

/** What becomes of one request to Bandwidth's REST APIs. */
export type ApiFate =
  | { type: 'answered' }
  | { type: 'late'; delay: number }
  /** Carried out at once, and answered so much later. */
  | { type: 'answered-late'; delay: number }
  /** Not carried out. */
  | { type: 'refused'; status: 401 | 429 | 500 | 503 }
  | { type: 'unreachable' }
  | { type: 'lost' }
  /** Carried out, and never answered. */
  | { type: 'unanswered' }

/** `agent`, `other` and `call` are numbers; `tells`: whether the phone's word to the application arrives. */
export type Act =
  | { type: 'call-comes' }
  | { type: 'far-end-hangs-up'; call: number }
  | { type: 'dial'; agent: number; number: string }
  | { type: 'online' | 'stream-breaks' | 'socket-breaks'; agent: number }
  | { type: 'offline' | 'accept' | 'decline' | 'hang-up'; agent: number; tells: boolean }
  | { type: 'manner'; agent: number; manner: 'accept' | 'decline' | 'ignore' }
  | { type: 'presence'; agent: number; state: 'available' | 'away' }
  | { type: 'pry'; agent: number; other: number }
  /** The process is killed, at once or around what it writes next, and the next one starts `downtime` later. */
  | { type: 'kill'; when: 'now' | 'before-commit' | 'after-commit'; downtime: number }
  /** The process is asked to stop, and the next one starts `downtime` later. */
  | { type: 'stop'; downtime: number }

export type Schedule = {
  webhooks: readonly WebhookFate[]
  requests: readonly ApiFate[]
  /** `wait` milliseconds before each. */
  acts: readonly { wait: number; act: Act }[]
  /** What differs from one account to another, as far as is known [bandwidth-backend 12]. */
  account: {
    basicAuth: 'challenge' | 'pre-emptive'
    ineligibleAt: 'ring' | 'accept'
    hasFallback: boolean
  }
}

export const agentCount = 3
export const callCount = 10

/** Numbers of the simulated telephone network: they answer, are busy, never answer, reject, hang up soon, break the API. */
const numbers = ['01', '05', '02', '03', '04', '07', '08'].map((end) => `+191955501${end}`)

const delay = fc.oneof(
  fc.integer({ min: 0, max: 400 }),
  fc.integer({ min: 400, max: 9_000 }),
  fc.integer({ min: 9_000, max: 70_000 }),
)
const apiDelay = fc.integer({ min: 1, max: 9_000 })
const noticed = fc.boolean()

const webhookFate: fc.Arbitrary<WebhookFate> = fc.oneof(
  { withCrossShrink: true },
  { weight: 10, arbitrary: fc.constant({ type: 'delivered' as const }) },
  { weight: 3, arbitrary: delay.map((delay) => ({ type: 'late' as const, delay })) },
  { weight: 2, arbitrary: delay.map((delay) => ({ type: 'twice' as const, delay })) },
  { weight: 2, arbitrary: noticed.map((noticed) => ({ type: 'lost' as const, noticed })) },
  { weight: 2, arbitrary: noticed.map((noticed) => ({ type: 'unanswered' as const, noticed })) },
)

const apiFate: fc.Arbitrary<ApiFate> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constant({ type: 'answered' as const }) },
  { weight: 2, arbitrary: apiDelay.map((delay) => ({ type: 'late' as const, delay })) },
  { weight: 2, arbitrary: apiDelay.map((delay) => ({ type: 'answered-late' as const, delay })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<401 | 429 | 500 | 503>(401, 429, 500, 503)
      .map((status) => ({ type: 'refused' as const, status })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<'unreachable' | 'lost' | 'unanswered'>('unreachable', 'lost', 'unanswered')
      .map((type) => ({ type })),
  },
)

const agent = fc.nat(agentCount - 1)
const tells = fc.boolean()
const downtime = fc.integer({ min: 0, max: 20_000 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: fc.constant({ type: 'call-comes' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('dial' as const),
      agent,
      number: fc.constantFrom(...numbers),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('far-end-hangs-up' as const),
      call: fc.nat(callCount - 1),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      type: fc.constantFrom<'accept' | 'decline' | 'hang-up'>('accept', 'decline', 'hang-up'),
      agent,
      tells,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom<'online' | 'stream-breaks' | 'socket-breaks'>(
        'online',
        'stream-breaks',
        'socket-breaks',
      ),
      agent,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('offline' as const), agent, tells }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('manner' as const),
      agent,
      manner: fc.constantFrom<'accept' | 'decline' | 'ignore'>('accept', 'decline', 'ignore'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('presence' as const),
      agent,
      state: fc.constantFrom<'available' | 'away'>('available', 'away'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('pry' as const), agent, other: agent }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('kill' as const),
      when: fc.constantFrom<'now' | 'before-commit' | 'after-commit'>(
        'now',
        'before-commit',
        'after-commit',
      ),
      downtime,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), downtime }) },
)

const wait = fc.oneof(
  { withCrossShrink: true },
  fc.constant(0),
  fc.integer({ min: 1, max: 500 }),
  fc.integer({ min: 500, max: 4_000 }),
  fc.integer({ min: 4_000, max: 40_000 }),
)

/** Everything that may happen while the network does what it likes. Shrinks towards nothing happening on a good network. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  webhooks: fc.array(webhookFate, { maxLength: 100, size: 'max' }),
  requests: fc.array(apiFate, { maxLength: 40, size: 'max' }),
  acts: fc.array(fc.record({ wait, act }), { maxLength: 50, size: 'max' }),
  account: fc.record({
    basicAuth: fc.constantFrom<'pre-emptive' | 'challenge'>('pre-emptive', 'challenge'),
    ineligibleAt: fc.constantFrom<'ring' | 'accept'>('ring', 'accept'),
    hasFallback: fc.boolean(),
  }),
})
