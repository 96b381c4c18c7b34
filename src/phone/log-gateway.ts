import type { BrtcEvent } from '../brtc/client.ts'
import type { LogEntry } from './event-log.ts'
import { describeError } from './offline-reason.ts'

/** What the log says of the gateway: nothing of a ping, which comes again and again. */
export function logGateway(
  event: BrtcEvent,
  log: (level: LogEntry['level'], message: string) => void,
): void {
  if (event.type === 'peerStateChanged') log('info', `${event.peer} peer: ${event.state}`)
  if (event.type === 'faulted') log('warn', describeError(event.error))
  if (event.type !== 'frame' || event.method === 'ping' || event.replyTo === 'ping') return
  const { direction, method, replyTo } = event
  log('info', `${direction} ${method}${replyTo === undefined ? '' : ` to ${replyTo}`}`)
}
