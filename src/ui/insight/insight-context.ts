import { createContext, use } from 'react'

/** What of the phone's inside is to be looked at. */
export type InsightTarget =
  /** The call of that local id; null: what belongs to none. Without one, the latest. */
  | { view: 'sequence'; callId?: string | null }
  | { view: 'log' }
  /** `code` is brought into sight. */
  | { view: 'codes'; code?: string }

export type InsightView = InsightTarget['view']

export type Insight = {
  open: (target: InsightTarget) => void
  /** Of Offhook; '' where nobody said. */
  version: string
}

export const InsightContext = createContext<Insight | null>(null)

/** Null where there is no inside to be looked at, as in the demo's panel. */
export const useInsight = (): Insight | null => use(InsightContext)
