/**
 * Exchanges a global for as long as `run` takes. That is synchronous, so no code but what `run` calls can see it; what
 * `run` starts and goes on later finds the original again.
 */
export function withGlobal<T>(name: string, value: unknown, run: () => T): T {
  const original = Object.getOwnPropertyDescriptor(globalThis, name)
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  try {
    return run()
  } finally {
    // `addEventListener`, for one, is inherited.
    if (original) Object.defineProperty(globalThis, name, original)
    else Reflect.deleteProperty(globalThis, name)
  }
}
