import type { ApplicationEvent } from '../wire/phone-api.ts'
import type { Application } from './ports.ts'

export type ApplicationMethod = Exclude<keyof Application, 'subscribe'>

/** What passed between this phone and its application. */
export type ApplicationFact =
  | { type: 'asked'; method: ApplicationMethod; args: readonly unknown[] }
  | { type: 'answered'; method: ApplicationMethod; value: unknown }
  | { type: 'refused'; method: ApplicationMethod; error: unknown }
  | { type: 'told'; event: ApplicationEvent }

/** The same application; everything that is asked of it, and that it answers and tells, is told to `onFact` as well. */
export function watchApplication(
  application: Application,
  onFact: (fact: ApplicationFact) => void,
): Application {
  const watched = Object.entries(application).map(([name, ask]: [string, Ask]) => {
    // The keys are the methods of the port; `subscribe` is replaced below.
    const method = name as ApplicationMethod
    const watching: Ask = (...args) => {
      onFact({ type: 'asked', method, args })
      const answer = ask(...args)
      if (answer instanceof Promise) {
        answer.then(
          (value: unknown) => onFact({ type: 'answered', method, value }),
          (error: unknown) => onFact({ type: 'refused', method, error }),
        )
      }
      return answer
    }
    return [name, watching]
  })
  return {
    ...(Object.fromEntries(watched) as Application),
    subscribe: (endpointId, listener) =>
      application.subscribe(endpointId, {
        ...listener,
        onEvent: (event) => {
          onFact({ type: 'told', event })
          listener.onEvent(event)
        },
      }),
  }
}

type Ask = (...args: unknown[]) => unknown
