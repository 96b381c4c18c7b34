import type { Clock } from './clock.ts'
import type { Faults, WebhookFault } from './faults.ts'
import type { Journal } from './journal.ts'
import type { Webhook, WebhookOutcome, Webhooks } from './webhooks.ts'

/** Lets the faults that are on order happen to webhooks. */
export function withFaults(
  webhooks: Webhooks,
  options: { faults: Faults; clock: Clock; journal: Journal },
): Webhooks {
  const { faults, clock, journal } = options
  const delayed = new Set<() => void>()

  const pass = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(milliseconds, () => {
        delayed.delete(cancel)
        resolve()
      })
      delayed.add(cancel)
    })

  const deliverFaulty = async (webhook: Webhook, fault: WebhookFault): Promise<WebhookOutcome> => {
    switch (fault.type) {
      case 'drop':
        return lost('the webhook was lost')
      case 'delay':
        await pass(fault.delay)
        return webhooks.deliver(webhook)
      case 'duplicate': {
        const first = webhooks.deliver(webhook)
        const again = fault.delay > 0 ? pass(fault.delay) : Promise.resolve()
        void again.then(() => webhooks.deliver(webhook))
        return first
      }
      case 'unreachable': {
        const { retries, ...once } = webhook
        return retries ? webhooks.deliver(once) : deliverToFallback(webhook)
      }
      case 'answered-too-late': {
        const { fallback: _, ...primary } = webhook
        await webhooks.deliver(primary)
        return deliverToFallback(webhook)
      }
    }
  }

  const deliverToFallback = async ({ fallback, ...webhook }: Webhook) =>
    fallback
      ? webhooks.deliver({ ...webhook, target: fallback })
      : lost('the callback URL was not reached, and there is no other')

  return {
    settled: webhooks.settled,
    silence: (work) => {
      for (const cancel of delayed) cancel()
      delayed.clear()
      webhooks.silence(work)
    },
    deliver: async (webhook) => {
      const fault = faults.takeWebhook(webhook)
      if (fault) {
        const delay = 'delay' in fault ? `, ${fault.delay} ms` : ''
        const summary = `fault: ${webhook.name} ${fault.type}${delay}`
        journal.record({ from: 'gateway', to: 'application', kind: 'warning', summary })
      }
      const outcome = await (fault ? deliverFaulty(webhook, fault) : webhooks.deliver(webhook))
      faults.webhookEnded(webhook)
      return outcome
    },
  }
}

const lost = (reason: string): WebhookOutcome => ({ delivered: false, reason })
