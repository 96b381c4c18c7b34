import * as v from 'valibot'
import { TabReport } from './tab-report.ts'

/** What tabs say to each other. `tab` and `to` are ids that a tab makes for itself. */
const TabMessage = v.variant('type', [
  /** A spare tab wants to know how the phone is. */
  v.object({ type: v.literal('hello') }),
  v.object({ type: v.literal('report'), report: TabReport }),
  /** That tab wants to be the phone. */
  v.object({ type: v.literal('asked'), tab: v.string() }),
  /** The phone has gone offline here, so that it can be there. */
  v.object({ type: v.literal('yielded'), to: v.string() }),
  /** There is a call. */
  v.object({ type: v.literal('refused'), to: v.string() }),
])
export type TabMessage = v.InferOutput<typeof TabMessage>

/** @returns undefined for what is no message of this version */
export function readTabMessage(data: unknown): TabMessage | undefined {
  const result = v.safeParse(TabMessage, data)
  return result.success ? result.output : undefined
}
