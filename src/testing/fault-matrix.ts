import { ApplicationClientError } from '../phone/application-client.ts'
import { endTrack } from './fake-audio.ts'
import { callee, caller, type RecoveryWorld } from './recovery-world.ts'

/** What the phone is doing when the fault comes, and how it gets there. */
export const moments = {
  'before open': (world) => goOnlineUntil(world, 'open'),
  'during setMediaPreferences': (world) => goOnlineUntil(world, 'setMediaPreferences'),
  'during answers': (world) => goOnlineUntil(world, 'answerSdp'),
  'while publishing': (world) => goOnlineUntil(world, 'offerSdp'),
  idle: goOnline,
  'outbound requested': async (world) => {
    await goOnline(world)
    world.gateway.holds = 'requestOutboundConnection'
    await world.phone.dial(callee)
    await world.pass(100)
  },
  ringing: async (world) => {
    await goOnline(world)
    await world.phone.dial(callee)
    await world.pass(100)
    world.application.emit({
      type: 'call.state',
      callId: 'out-1',
      direction: 'outbound',
      number: callee,
      state: 'ringing',
    })
  },
  'incoming ringing': ring,
  accepting: async (world) => {
    await ring(world)
    world.gateway.holds = 'acceptStream'
    world.phone.accept()
    await world.pass(100)
  },
  'in call': talk,
  'in call, offered again': async (world) => {
    world.gateway.offersAgain = true
    await talk(world)
  },
  'hanging up': async (world) => {
    await talk(world)
    world.gateway.holds = 'hangupConnection'
    world.phone.hangUp()
    world.line().endCall()
    await world.pass(100)
  },
  reconnecting: async (world) => {
    await goOnline(world)
    world.line().close(1001)
    await world.pass(1_000)
    world.gateway.holds = 'setMediaPreferences'
    await world.pass(100)
  },
} satisfies Record<string, (world: RecoveryWorld) => Promise<void>>

export type Moment = keyof typeof moments
export const momentNames = Object.keys(moments) as Moment[]

/** What goes wrong. The replies that the moment has kept back come after 200 ms, where the fault does not say otherwise. */
export const faults = {
  'close 1000': (world) => endSession(world, 1000),
  'close 1001': ({ line }) => line().close(1001),
  'close 1006': ({ line }) => line().close(1006),
  'close 1011': (world) => endSession(world, 1011),
  'close 4409': (world) => endSession(world, 4409),
  'close 4999 (unknown)': (world) => endSession(world, 4999),
  '403 at the upgrade': refuseToken,
  '409 at the upgrade': refuseToken,
  'token expired': (world) => {
    refuseToken(world, 1000)
    failMedia(world)
  },
  'silent socket': ({ line }) => {
    line().state.isSilent = true
  },
  'silent gateway': ({ line }) => {
    line().state.isSilent = true
    line().state.hasHeartbeat = false
  },
  'lost reply': ({ line }) => {
    line().forget()
  },
  'reply 10 s late': ({ line }) => {
    const late = line()
    setTimeout(late.release, 10_000)
  },
  'malformed frames': ({ line }) => {
    for (const frame of ['', '{', '[]', '{"jsonrpc":"2.0","id":1}', '{"method":7}', 'null']) {
      line().push(frame)
    }
    line().notify('sdpOffer', { sdpOffer: 7 })
  },
  'stale sdpRevision': ({ line }) => {
    line().notify('sdpOffer', { peerType: 'publish', sdpRevision: 0, sdpOffer: 'old offer' })
  },
  'duplicate sdpRevision': ({ line }) => {
    for (const sdpOffer of ['offer', 'offer']) {
      line().notify('sdpOffer', { peerType: 'publish', sdpRevision: 1, sdpOffer })
    }
  },
  'publish ICE failure': ({ line }) => line().peers[0]?.become('failed'),
  'subscribe ICE failure': ({ line }) => line().peers[1]?.become('failed'),
  'gateway ICE restart': ({ line }) => {
    const restarted = line()
    const [publish] = restarted.peers
    publish?.become('disconnected')
    setTimeout(() => {
      restarted.notify('sdpOffer', { peerType: 'publish', sdpRevision: 1, sdpOffer: 'new ufrag' })
      publish?.become('connected')
    }, 3_000)
  },
  'heartbeat stop': ({ line }) => {
    line().state.hasHeartbeat = false
  },
  'microphone ended': ({ audioInput }) => {
    const microphone = audioInput.opened.findLast(({ closed }) => !closed)
    if (microphone) endTrack(microphone.track)
  },
  'application 500': (world) => failApplication(world, 'refused'),
  'application timeout': (world) => failApplication(world, 'unreachable'),
  'close 1011, application 500': (world) => {
    failApplication(world, 'refused')
    endSession(world, 1011)
  },
  'close 1011, application timeout': (world) => {
    failApplication(world, 'unreachable')
    endSession(world, 1011)
  },
  'event stream cut': (world) => {
    world.application.lose()
    setTimeout(() => {
      world.application.open()
      sayEligible(world)
    }, 5_000)
  },
  'no network for 5 s': (world) => cutNetwork(world, 5_000),
  'no network for 30 s': (world) => cutNetwork(world, 30_000),
  'machine slept': (world) => {
    world.line().state.isSilent = true
    world.surroundings.tell('woken')
  },
} satisfies Record<string, (world: RecoveryWorld) => void>

export type Fault = keyof typeof faults
export const faultNames = Object.keys(faults) as Fault[]

export const keepsReplies: readonly Fault[] = ['lost reply', 'reply 10 s late']

async function goOnlineUntil(world: RecoveryWorld, holds: string): Promise<void> {
  await world.loaded()
  world.gateway.holds = holds
  world.phone.goOnline()
  await world.pass(300)
}

async function goOnline(world: RecoveryWorld): Promise<void> {
  await world.loaded()
  world.phone.goOnline()
  // Two heartbeats: the phone knows how often they come.
  await world.pass(40_000)
}

async function ring(world: RecoveryWorld): Promise<void> {
  await goOnline(world)
  world.application.emit({ type: 'call.offered', callId: 'in-1', from: caller, to: '' })
  world.line().addCall()
  await world.pass(100)
}

async function talk(world: RecoveryWorld): Promise<void> {
  await ring(world)
  world.phone.accept()
  await world.pass(500)
}

/** For good: the gateway takes its end of the media down as well, which a browser notices after some seconds. */
function endSession(world: RecoveryWorld, code: number): void {
  failMedia(world)
  world.line().close(code)
}

function failMedia({ line }: RecoveryWorld): void {
  const { peers } = line()
  setTimeout(() => peers.forEach(({ become }) => become('failed')), 10_000)
}

/** This token is good no more: its socket breaks, and no other is let in with it. */
function refuseToken({ line, gateway }: RecoveryWorld, code = 1006): void {
  const { token } = line()
  gateway.admits = (other) => other !== token
  line().close(code)
}

function failApplication({ application }: RecoveryWorld, code: 'refused' | 'unreachable'): void {
  const grant = application.createEndpoint.getMockImplementation()
  const fail = async () => {
    throw new ApplicationClientError(code, 'no')
  }
  application.createEndpoint.mockImplementation(fail)
  application.hangUp.mockImplementation(fail)
  setTimeout(() => {
    if (grant) application.createEndpoint.mockImplementation(grant)
    application.hangUp.mockImplementation(async () => {})
  }, 10_000)
}

function sayEligible({ application, endpointId }: RecoveryWorld): void {
  application.emit({
    type: 'endpoint.state',
    endpointId: endpointId(),
    connected: true,
    eligible: true,
  })
}

/** The browser says so, the socket is dead without a word, and after ten seconds the media has failed. */
function cutNetwork(world: RecoveryWorld, ms: number): void {
  const cut = world.line()
  cut.state.isSilent = true
  cut.state.hasHeartbeat = false
  world.gateway.isUnreachable = true
  world.surroundings.tell('offline')
  const failing = setTimeout(() => cut.peers.forEach(({ become }) => become('failed')), 10_000)
  setTimeout(() => {
    clearTimeout(failing)
    world.gateway.isUnreachable = false
    world.surroundings.tell('online')
  }, ms)
}

/** Milliseconds before which nobody can know: the next ping and its limit, or the next heartbeat. */
export const noticedAfter: Partial<Record<Fault, number>> = {
  'silent socket': 5_000,
  'silent gateway': 5_000,
  'heartbeat stop': 5_000,
}
