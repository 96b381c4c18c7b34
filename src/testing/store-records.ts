import type { AgentRecord, CallerRecord, CallRecord } from '../backend/records.ts'
import type { Persistence, Row } from '../backend/store.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'

export function agentRecord(id: string, more: Partial<AgentRecord> = {}): AgentRecord {
  return {
    id,
    userId: 'user-1',
    sessionId: 'session-1',
    tag: 'tag-1',
    createdAt: 1,
    expiresAt: 2,
    presence: { status: 'eligible', deviceId: 'device-1', gone: ['device-0'], eligibilityAt: 1 },
    isConfirmed: true,
    idleSince: 1,
    isLeaving: false,
    isExpiring: false,
    ...more,
  }
}

/** `startedAt` tells one version of the record from another. */
export function callRecord(id: string, startedAt = 1): CallRecord {
  return {
    id,
    endpointId: 'e-1',
    userId: 'user-1',
    number: '+19195551234',
    startedAt,
    heardAt: 1,
    wasIneligible: false,
    direction: 'outbound',
    status: 'dialing',
  }
}

export function callerRecord(id: string, goneAt = 1): CallerRecord {
  return { id, status: 'gone', goneAt }
}

export function offered(callId: string): ApplicationEvent {
  return { type: 'call.offered', callId, from: '+19195551234', to: '+19195550100' }
}

/** Rows that outlive the store but not the process. What one `open` committed, the next one loads. */
export function createKeptRows() {
  const rows = new Map<string, Row>()
  const open = (): Persistence => ({
    load: () => [...rows.values()],
    commit: (changed) => {
      for (const row of changed) {
        const key = `${row.collection}/${row.id}`
        if (row.value === undefined) rows.delete(key)
        else rows.set(key, row)
      }
    },
    close: () => {},
  })
  return { open, rows }
}

export function idsOf(records: Iterable<{ id: string }>): string[] {
  return Array.from(records, ({ id }) => id)
}
