import type { CreateSocket, GatewaySocket } from './browser-socket.ts'
import type { BrtcEvent } from './client.ts'
import { BrtcError } from './errors.ts'
import type { Limits } from './limits.ts'
import { createRpcChannel, type NotificationHandlers, type RpcChannel } from './rpc-channel.ts'
import { createWaits, type Waits } from './waits.ts'

export type SessionOptions = {
  onEvent: (event: BrtcEvent) => void
  createSocket: CreateSocket
  limits: Limits
  handlers: NotificationHandlers
  /** Releases what the session carried, however it ended. */
  onEnd: () => void
}

/** One socket, from asking for it to its one end. */
export interface Session {
  /**
   * @param token what is in the URL, and in no event
   * @throws BrtcError `handshake-failed`, `timeout`
   */
  open: (url: string, token: string) => Promise<void>
  call: RpcChannel['call']
  waits: Waits
  emit: (event: BrtcEvent) => void
  /** Something could not be used or done; the session goes on. */
  fault: (error: unknown) => void
  /** Asks for a sign of life; without one in time the session ends. Resolves when that is known. */
  checkAlive: (limit?: number) => Promise<void>
  /**
   * Ends the session: everything pending rejects with `error`, and `disconnected` is raised.
   * @returns the error as a BrtcError
   */
  end: (error: unknown) => BrtcError
  /** Leaves the gateway and ends the session without an event. */
  leave: () => void
}

export function createSession(options: SessionOptions): Session {
  const { limits } = options
  const waits = createWaits()
  let socket: GatewaySocket | undefined
  let isOpen = false
  let isOver = false
  let token = ''

  const emit = (event: BrtcEvent) => {
    if (isOver) return
    options.onEvent(event.type === 'frame' ? { ...event, text: withoutToken(event.text) } : event)
  }
  /** A gateway may quote in a frame what it was given in the URL. */
  const withoutToken = (text: string) => (token === '' ? text : text.replaceAll(token, '…'))
  const fault = (error: unknown) => {
    emit({ type: 'faulted', error: asBrtcError(error) })
  }

  const channel = createRpcChannel({
    send: (frame) => socket?.send(frame),
    handlers: options.handlers,
    onFault: fault,
    onFrame: (frame) => emit({ type: 'frame', ...frame }),
    waits,
    replyLimit: limits.reply,
  })

  const release = (error: BrtcError) => {
    isOver = true
    waits.close(error)
    options.onEnd()
    socket?.close(1000)
  }

  const end = (cause: unknown, closed: { closeCode?: number; reason?: string } = {}) => {
    const error = asBrtcError(cause)
    if (!isOver) {
      release(error)
      options.onEvent({ type: 'disconnected', error, ...closed })
    }
    return error
  }

  const leave = () => {
    if (isOver) return
    isOver = true
    if (isOpen) channel.notify('leave')
    release(new BrtcError('closed', 'The phone disconnected'))
  }

  const onClose = (code: number, reason: string) => {
    // A browser hides why a handshake failed: 403, 409 and no network look alike (brtc-protocol 2.3).
    const error = isOpen
      ? new BrtcError('closed', `The gateway closed the socket with ${code}`)
      : new BrtcError('handshake-failed', 'The socket closed before it was open')
    isOpen = false
    end(error, { closeCode: code, reason })
  }

  const open: Session['open'] = (url, given) => {
    token = given
    return waits.within(
      limits.handshake,
      'Opening the socket',
      () =>
        new Promise<void>((resolve) => {
          const onOpen = () => {
            isOpen = true
            resolve()
          }
          socket = openSocket(options.createSocket, url, {
            onOpen,
            onClose,
            onText: (text) => {
              if (!isOver) channel.receive(text)
            },
          })
        }),
    )
  }

  const checkAlive = async (limit = limits.probe) => {
    try {
      await channel.call('ping', {}, limit)
    } catch (error) {
      // Any reply is a sign of life, a refusal too.
      if (error instanceof BrtcError && error.code === 'timeout') end(error)
    }
  }

  return {
    open,
    call: channel.call,
    waits,
    emit,
    fault,
    checkAlive,
    end,
    leave,
  }
}

/** The browser's own error would quote the URL, and the token with it: it is not kept as the cause. */
function openSocket(createSocket: CreateSocket, ...rest: Parameters<CreateSocket>): GatewaySocket {
  try {
    return createSocket(...rest)
  } catch {
    throw new BrtcError('handshake-failed', 'The browser refuses a socket to that address')
  }
}

const asBrtcError = (error: unknown): BrtcError =>
  error instanceof BrtcError
    ? error
    : new BrtcError('protocol', 'An unexpected error', { cause: error })
