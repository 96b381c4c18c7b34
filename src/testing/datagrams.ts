import { createSocket, type Socket } from 'node:dgram'

/** Leads datagrams from one port to another, as a NAT does, and loses all of them while it is told to. */
export interface Datagrams {
  /** @returns the port of the loopback interface behind which that one is */
  portTo: (target: number) => Promise<number>
  close: () => void
}

const loopback = '127.0.0.1'

export function createDatagrams(isLost: () => boolean): Datagrams {
  const sockets = new Set<Socket>()
  const doors = new Map<number, Promise<number>>()

  function open(): Socket {
    const socket = createSocket('udp4')
    // Nobody at the other end is a datagram lost.
    socket.on('error', () => {})
    sockets.add(socket)
    return socket
  }

  async function openDoor(target: number): Promise<number> {
    const door = open()
    const insides = new Map<number, Socket>()
    door.on('message', (datagram, { port }) => {
      const inside = insides.get(port) ?? open()
      if (!insides.has(port)) {
        insides.set(port, inside)
        inside.on('message', (answer) => !isLost() && door.send(answer, port, loopback))
      }
      if (!isLost()) inside.send(datagram, target, loopback)
    })
    await new Promise<void>((resolve) => door.bind(0, loopback, resolve))
    return door.address().port
  }

  return {
    portTo: (target) => {
      const door = doors.get(target) ?? openDoor(target)
      doors.set(target, door)
      return door
    },
    close: () => {
      for (const socket of sockets) socket.close()
    },
  }
}
