/** Somebody who wants an agent. `excluded`: endpoints that are not to be asked any more for this caller. */
export type Waiting = { id: string; excluded: readonly string[] }

/**
 * Who gets whom: each caller in turn the first agent who is left and may be asked, so that a later caller never takes the
 * agent of an earlier one. @param agents endpoint ids, the one to be asked first first
 */
export function match(
  waiting: readonly Waiting[],
  agents: readonly string[],
): ReadonlyMap<string, string> {
  const matched = new Map<string, string>()
  const left = new Set(agents)
  for (const { id, excluded } of waiting) {
    const agent = [...left].find((each) => !excluded.includes(each))
    if (agent === undefined) continue
    left.delete(agent)
    matched.set(id, agent)
  }
  return matched
}
