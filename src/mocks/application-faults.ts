/** What goes wrong between the phone and its application. */
export type ApplicationFault =
  /** Not carried out, and answered with that status. */
  | { type: 'status'; status: 429 | 500 | 503 }
  /** Carried out, and answered `delay` ms later. */
  | { type: 'late'; delay: number }
  /** Carried out, and never answered, or until the faults are cleared. */
  | { type: 'unanswered' }

export interface ApplicationFaults {
  /** Each happens to one request, the oldest first. Event streams are none of them. */
  add: (fault: ApplicationFault) => void
  /** Ends the event streams that are open, as where a proxy has had enough of them. */
  cutEvents: () => void
  /** Forgets all and lets go what is held back. */
  clear: () => void
  /** The answer as the phone gets it. */
  answer: (
    request: Request,
    application: (request: Request) => Response | Promise<Response>,
  ) => Promise<Response>
}

export function createApplicationFaults(): ApplicationFaults {
  const faults: ApplicationFault[] = []
  const held = new Set<() => void>()
  const cuts = new Set<() => void>()

  const release = () => {
    for (const letGo of held) letGo()
    held.clear()
  }

  function holdBack(fault: Exclude<ApplicationFault, { type: 'status' }>): Promise<void> {
    return new Promise((resolve) => {
      held.add(resolve)
      if (fault.type === 'late') setTimeout(resolve, fault.delay)
    })
  }

  return {
    add: (fault) => faults.push(fault),
    cutEvents: () => {
      for (const cut of cuts) cut()
    },
    clear: () => {
      faults.length = 0
      release()
    },
    answer: async (request, application) => {
      if (request.headers.get('Accept')?.includes('text/event-stream')) {
        return cuttable(await application(request), cuts)
      }
      const fault = faults.shift()
      if (fault?.type === 'status') return refusal(fault.status)
      const answer = await application(request)
      if (fault) await holdBack(fault)
      return answer
    },
  }
}

/** As of something in front of the application: no words of its own. */
function refusal(status: number): Response {
  return new Response(`Fault on order: ${status}`, { status })
}

/** The same answer, whose body can end before it is complete. */
function cuttable(answer: Response, cuts: Set<() => void>): Response {
  if (!answer.body) return answer
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const abort = new AbortController()
  const cut = () => abort.abort()
  cuts.add(cut)
  void answer.body
    .pipeTo(writable, { signal: abort.signal })
    // Whoever stops reading, or cuts, means it.
    .catch(() => {})
    .finally(() => cuts.delete(cut))
  return new Response(readable, answer)
}
