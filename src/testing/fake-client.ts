import { vi } from 'vitest'
import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'

/** A gateway session that always succeeds; make a method fail with `client.connect.mockRejectedValueOnce(…)`. */
export type FakeClient = ReturnType<typeof createFakeClient>

export function createFakeClient() {
  let onEvent: (event: BrtcEvent) => void = () => {}
  return {
    connect: vi.fn<BrtcClient['connect']>(async () => {
      onEvent({ type: 'socketOpened' })
      return { endpointId: 'ep-1', deviceId: 'dev-1' }
    }),
    publish: vi.fn<BrtcClient['publish']>(async () => {}),
    replaceTrack: vi.fn<BrtcClient['replaceTrack']>(async () => {}),
    requestOutboundConnection: vi.fn<BrtcClient['requestOutboundConnection']>(async () => ({
      accepted: true,
    })),
    hangupConnection: vi.fn<BrtcClient['hangupConnection']>(async () => {}),
    acceptStream: vi.fn<BrtcClient['acceptStream']>(async () => {}),
    declineStream: vi.fn<BrtcClient['declineStream']>(async () => {}),
    clearDtmf: vi.fn<BrtcClient['clearDtmf']>(),
    sendDtmf: vi.fn<BrtcClient['sendDtmf']>(),
    setMicEnabled: vi.fn<BrtcClient['setMicEnabled']>(),
    getStats: vi.fn<BrtcClient['getStats']>(async () => undefined),
    checkAlive: vi.fn<BrtcClient['checkAlive']>(async () => {}),
    disconnect: vi.fn<BrtcClient['disconnect']>(),
    /** What the gateway tells the phone. */
    emit: (event: BrtcEvent) => onEvent(event),
    /** Whom it tells from now on. */
    tell: (listener: (event: BrtcEvent) => void) => {
      onEvent = listener
    },
  } satisfies BrtcClient & Record<string, unknown>
}
