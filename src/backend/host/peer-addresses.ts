/**
 * Where requests come from: the other end of the TCP connection, which no header can pretend. A `Request` does not carry it,
 * and the application is not to know of sockets, so the host notes it beside the request. A request that somebody has
 * copied on the way has none, and is believed nothing.
 */
export interface PeerAddresses {
  /** `address` as `socket.remoteAddress` has it; undefined for a Unix socket or a connection that is gone. */
  note: (request: Request, address: string | undefined) => void
  of: (request: Request) => string | undefined
}

export function createPeerAddresses(): PeerAddresses {
  const addresses = new WeakMap<Request, string>()
  return {
    note: (request, address) => {
      if (address !== undefined) addresses.set(request, address)
    },
    of: (request) => addresses.get(request),
  }
}
