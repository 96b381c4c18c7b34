import type { DeviceControl, DeviceControlOptions } from './device-control.ts'
import { describeError } from './offline-reason.ts'

/**
 * The device control, whose code comes after the first picture: it is asked for then, and again with each action where
 * it could not be had. What is asked of it meanwhile is done when it is there.
 */
export function createLazyDeviceControl(
  options: DeviceControlOptions & { pictured: Promise<void> },
): DeviceControl {
  const { dispatch, log, pictured } = options
  let loading: Promise<DeviceControl> | undefined
  let loaded: DeviceControl | undefined
  let isClosed = false

  async function load(): Promise<DeviceControl> {
    const { createDeviceControl } = await import('./device-control.ts')
    loaded = createDeviceControl(options)
    if (isClosed) loaded.close()
    return loaded
  }

  function withControl(task: (control: DeviceControl) => void, onFailure = () => {}): void {
    loading ??= load()
    loading.then(task, (error: unknown) => {
      loading = undefined
      log('warn', `device control not loaded: ${describeError(error)}`)
      onFailure()
    })
  }

  void pictured.then(() => withControl(() => {}))
  return {
    choose: (kind, id) =>
      withControl(
        ({ choose }) => choose(kind, id),
        () => dispatch({ type: 'noticeRaised', notice: { code: 'output-change-failed' } }),
      ),
    onMicrophoneGone: (outcome) => withControl(({ onMicrophoneGone }) => onMicrophoneGone(outcome)),
    refresh: () => withControl(({ refresh }) => refresh()),
    follow: (state) => loaded?.follow(state),
    close: () => {
      isClosed = true
      loaded?.close()
    },
  }
}
