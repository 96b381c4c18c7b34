/** The gateway's side of a socket, as far as a device's test needs it. */
export interface RawGateway {
  connect: (
    url: string,
    socket: { send: (text: string) => void; close: (code: number, reason?: string) => void },
  ) => { message: (text: string) => void; closed: () => void } | { refused: number; reason: string }
}

export type RawFrame = {
  id?: number | string | null
  method?: string
  params?: Record<string, unknown>
  result?: unknown
  error?: { code: number; message: string }
}

/** A device's end of the gateway's socket that says what it is told to, right or wrong, and keeps all it hears. */
export interface RawSocket {
  /** All frames from the gateway, oldest first. */
  received: RawFrame[]
  /** What was no JSON. */
  junk: string[]
  /** What closed the socket from the gateway's end. */
  closing: () => { code: number; reason: string | undefined } | undefined
  send: (text: string) => void
  /** Sends a request and resolves to the whole reply. Ids count up from 1. */
  request: (method: string, params?: unknown) => Promise<RawFrame>
  /** Sends a request and resolves to its result. Rejects with the error's message. */
  call: (method: string, params?: unknown) => Promise<unknown>
  notify: (method: string, params?: unknown) => void
  /** The notifications of that method so far. */
  notified: (method: string) => Record<string, unknown>[]
  onNotification: (listener: (method: string, params: Record<string, unknown>) => void) => void
  /** The network drops. */
  drop: () => void
}

export const rawUrl = (query: Record<string, string>): string =>
  `wss://gateway.test/api/v1/endpoints?${new URLSearchParams(query).toString()}`

const defaultQuery = { client: 'raw', sdkVersion: '0', uniqueId: 'u-1', endpointToken: 'token-1' }

/** @throws where the gateway refuses the upgrade */
export const openRawSocket = (
  gateway: RawGateway,
  query: Partial<typeof defaultQuery> = {},
): RawSocket => openRawUrl(gateway, rawUrl({ ...defaultQuery, ...query }))

/** @throws where the gateway refuses the upgrade */
export function openRawUrl(gateway: RawGateway, url: string): RawSocket {
  const received: RawFrame[] = []
  const junk: string[] = []
  const waiting = new Map<unknown, (frame: RawFrame) => void>()
  const listeners: ((method: string, params: Record<string, unknown>) => void)[] = []
  let closing: { code: number; reason: string | undefined } | undefined
  let lastId = 0

  const socket = gateway.connect(url, {
    send: (text) => {
      const frame = readFrame(text)
      if (!frame) return void junk.push(text)
      received.push(frame)
      if (frame.method !== undefined) {
        for (const listener of listeners) listener(frame.method, frame.params ?? {})
      } else {
        waiting.get(frame.id)?.(frame)
        waiting.delete(frame.id)
      }
    },
    close: (code, reason) => {
      closing = { code, reason }
    },
  })
  if ('refused' in socket) throw new Error(`${socket.refused} ${socket.reason}`)

  const request = (method: string, params?: unknown): Promise<RawFrame> => {
    const id = ++lastId
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      socket.message(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }
  return {
    received,
    junk,
    closing: () => closing,
    send: socket.message,
    request,
    call: async (method, params) => {
      const { error, result } = await request(method, params)
      if (error) throw new Error(error.message)
      return result
    },
    notify: (method, params) => socket.message(JSON.stringify({ jsonrpc: '2.0', method, params })),
    notified: (method) =>
      received.filter((frame) => frame.method === method).map(({ params }) => params ?? {}),
    onNotification: (listener) => listeners.push(listener),
    drop: socket.closed,
  }
}

function readFrame(text: string): RawFrame | undefined {
  try {
    return JSON.parse(text) as RawFrame
  } catch {
    return undefined
  }
}
