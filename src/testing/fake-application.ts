import { vi } from 'vitest'
import type { Application } from '../phone/ports.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'

type Listener = Parameters<Application['subscribe']>[1]

/** An application that grants every endpoint `ep-1`, `ep-2`, … and says nothing until it is told to. */
export type FakeApplication = ReturnType<typeof createFakeApplication>

export function createFakeApplication() {
  const listeners = new Set<Listener>()
  let endpoints = 0

  return {
    createEndpoint: vi.fn<Application['createEndpoint']>(async () => ({
      endpointId: `ep-${++endpoints}`,
      token: 'header.claims.signature',
      gatewayUrl: 'wss://gateway.test/endpoints',
      expiresAt: '2030-01-02T00:00:00.000Z',
      platform: 'brtc',
    })),
    deleteEndpoint: vi.fn<Application['deleteEndpoint']>(async () => {}),
    releaseEndpoint: vi.fn<Application['releaseEndpoint']>(),
    subscribe: vi.fn<Application['subscribe']>((_endpointId, listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }),
    accepted: vi.fn<Application['accepted']>(async () => {}),
    declined: vi.fn<Application['declined']>(async () => {}),
    hangUp: vi.fn<Application['hangUp']>(async () => {}),
    setPresence: vi.fn<Application['setPresence']>(async () => {}),
    requestOutbound: vi.fn<Application['requestOutbound']>(async () => ({ accepted: true })),

    /** How many event streams are open. */
    subscriptions: () => listeners.size,
    emit: (event: ApplicationEvent) => {
      for (const listener of listeners) listener.onEvent(event)
    },
    open: () => {
      for (const listener of listeners) listener.onOpen()
    },
    lose: () => {
      for (const listener of listeners) listener.onLost()
    },
  } satisfies Application & Record<string, unknown>
}
