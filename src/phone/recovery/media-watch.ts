import type { BrtcClient, BrtcEvent } from '../../brtc/client.ts'
import type { MediaHealth } from './decide-recovery.ts'

export type MediaWatchOptions = {
  client: Pick<BrtcClient, 'getStats'>
  /** Asks the gateway for a sign of life. */
  ask: () => Promise<void>
  /** How its peers are. */
  peers: Iterable<[string, RTCPeerConnectionState]>
  now: () => number
  /** Whenever it is another. */
  onChange: (health: MediaHealth) => void
}

/**
 * How the audio path of one session is: by the state of its peers, by the packets that go out, and by the gateway's
 * heartbeat. What is suspicious makes it ask the gateway for a sign of life, since the socket may be dead as well.
 */
export interface MediaWatch {
  /** Of the session, whatever it is. */
  heed: (event: BrtcEvent) => void
  close: () => void
}

/** Milliseconds between two looks at what was sent: RTP goes out 50 times a second, muted or not. */
const lookMs = 1_000
/** After so many looks without a packet nothing is being sent. */
const flatLooks = 2
/** Milliseconds that a heartbeat may be late before it counts as missed. */
const lateMs = 1_000

export function watchMedia({
  client,
  ask,
  now,
  onChange,
  ...before
}: MediaWatchOptions): MediaWatch {
  const peers = new Map(before.peers)
  const heartbeats = new Map<string, { last: number; interval: number }>()
  let health: MediaHealth = { status: 'healthy' }
  let sent: number | undefined
  let flat = 0
  let isAsking = false
  let isClosed = false
  const timer = setInterval(() => void look(), lookMs)
  // A peer may have failed before anybody watched.
  queueMicrotask(judge)

  function judge(): void {
    if (isClosed) return
    const status = judgement()
    if (status === health.status) return
    health = status === 'healthy' ? { status } : { status, since: now() }
    if (status !== 'healthy') void ask()
    onChange(health)
  }

  function judgement(): MediaHealth['status'] {
    const isFailed = [...peers.values()].some(
      (state) => state === 'failed' || state === 'disconnected' || state === 'closed',
    )
    if (isFailed) return 'failed'
    if (flat >= flatLooks) return 'mute'
    return [...heartbeats.values()].some(isLate) ? 'silent' : 'healthy'
  }

  // How often the gateway asks is UNVERIFIED (6.3): it is learnt, so one that never does is not waited for.
  const isLate = ({ last, interval }: { last: number; interval: number }): boolean =>
    interval > 0 && now() - last > interval + lateMs

  async function look(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      const stats = await client.getStats()
      const packets = stats && packetsOf(stats.publish)
      if (packets !== undefined) {
        flat = packets === sent ? flat + 1 : 0
        sent = packets
      }
    } catch {
      // A peer that has closed says so itself.
    }
    isAsking = false
    judge()
  }

  function beat(peer: string): void {
    const before = heartbeats.get(peer)
    const passed = before ? now() - before.last : 0
    // A pause, of the gateway or of this machine, is no interval.
    const isInterval = before && (before.interval === 0 || passed < before.interval * 2)
    const interval = isInterval ? Math.max(before.interval, passed) : (before?.interval ?? 0)
    heartbeats.set(peer, { last: now(), interval })
    judge()
  }

  return {
    heed: (event) => {
      if (event.type === 'heartbeat') beat(event.peer)
      if (event.type !== 'peerStateChanged') return
      peers.set(event.peer, event.state)
      judge()
    },
    close: () => {
      isClosed = true
      clearInterval(timer)
    },
  }
}

/** Of all audio that this peer sends; undefined before it sends any. */
function packetsOf(report: RTCStatsReport): number | undefined {
  let packets: number | undefined
  report.forEach((entry: { type: string; packetsSent?: number }) => {
    if (entry.type === 'outbound-rtp') packets = (packets ?? 0) + (entry.packetsSent ?? 0)
  })
  return packets
}
