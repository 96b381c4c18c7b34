import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * What axe finds on the page. The demo's journal grows with every step and is no part of the phone: it is left out unless it
 * is what `only` names.
 */
export async function findViolations(page: Page, only?: { part: string }): Promise<string[]> {
  // There are no frames: the page of its own in which axe would put their results together is not needed.
  // What passes is not read, and telling it takes half of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (only) axe.include(only.part)
  else axe.exclude('[role=log]')
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}
