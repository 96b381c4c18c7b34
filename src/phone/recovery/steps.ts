import type { ConnectingStep } from '../phone-state.ts'

/** In the order in which they are shown, which is not the order in which they come. */
const steps: readonly ConnectingStep[] = ['token', 'microphone', 'socket', 'media', 'publishing']

/** @returns what to call with each step that is done; `onStep` is told the first that is not */
export function createSteps(
  onStep: (step: ConnectingStep) => void,
): (done: ConnectingStep) => void {
  const done = new Set<ConnectingStep>()
  return (step) => {
    done.add(step)
    const awaited = steps.find((other) => !done.has(other))
    if (awaited) onStep(awaited)
  }
}
