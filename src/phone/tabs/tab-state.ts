import type { TabReport } from './tab-report.ts'

/**
 * What this tab of the browser is.
 *
 *   deciding ──▶ phone ◀──────────────────┐
 *      │           │ lockLost             │ lockGranted: the phone's tab was closed, or has yielded
 *      ▼           ▼                      │
 *      └────────▶ spare ──takeOver──▶ taking-over
 *                   ▲                     │
 *                   └── refused, yieldedToOther
 *
 * `report` is null until the phone's tab has answered. In a browser without locks every tab is the phone.
 */
export type TabState =
  | { status: 'deciding' }
  | { status: 'phone' }
  | { status: 'spare'; report: TabReport | null; isRefused?: true }
  | { status: 'taking-over'; report: TabReport | null }

export type TabEvent =
  | { type: 'lockGranted' }
  | { type: 'lockRefused' }
  | { type: 'lockLost' }
  | { type: 'reported'; report: TabReport }
  | { type: 'takeOverPressed' }
  | { type: 'refused' }
  | { type: 'yieldedToOther' }
  | { type: 'left' }

/** Pure and total: an event that means nothing in the present state leaves it as it is, the same object. */
export function reduceTab(state: TabState, event: TabEvent): TabState {
  switch (event.type) {
    case 'lockGranted':
      return { status: 'phone' }
    case 'lockRefused':
      return state.status === 'deciding' ? { status: 'spare', report: null } : state
    case 'lockLost':
      return state.status === 'phone' ? { status: 'spare', report: null } : state
    case 'reported':
      return state.status === 'spare' ? hear(state, event.report) : state
    case 'takeOverPressed':
      if (state.status !== 'spare') return state
      return { status: 'taking-over', report: state.report }
    case 'refused':
      if (state.status !== 'taking-over') return state
      return { status: 'spare', report: state.report, isRefused: true }
    case 'yieldedToOther':
      if (state.status !== 'taking-over') return state
      return { status: 'spare', report: state.report }
    case 'left':
      return { status: 'deciding' }
  }
}

/** A refusal stands for as long as its reason, the call. */
function hear(state: Extract<TabState, { status: 'spare' }>, report: TabReport): TabState {
  return state.isRefused && report.call
    ? { status: 'spare', report, isRefused: true }
    : { status: 'spare', report }
}
