/** Whether RTP arrives: eligibility is what arrives, not what was negotiated (brtc-protocol 1.3). */
export interface PublishingWatch {
  /** A packet is here. */
  arrived: () => void
  stop: () => void
}

/** Milliseconds without a packet that mean that publishing has stopped; less may be a busy machine. */
const patience = 2_000

export function createPublishingWatch(
  onPublishing: (arriving: boolean) => void,
  now: () => number = Date.now,
): PublishingWatch {
  let latest = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let isStopped = false

  function look(): void {
    if (now() - latest < patience) return
    clearInterval(timer)
    timer = undefined
    onPublishing(false)
  }

  return {
    arrived: () => {
      latest = now()
      if (timer !== undefined || isStopped) return
      timer = setInterval(look, patience / 4)
      onPublishing(true)
    },
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}
