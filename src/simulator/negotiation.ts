import type { PeerType } from '../wire/gateway.ts'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import type { MediaSession } from './media-plane.ts'
import { RpcFault, wrongMoment } from './rpc-fault.ts'

/** Offer and answer on one peer, one exchange at a time. */
export interface Negotiation {
  /** Runs the task when all earlier ones are through. Rejects as the task does; later ones run all the same. */
  inTurn: <T>(task: () => Promise<T>) => Promise<T>
  /** Makes an offer, gives it to `send`, resolves when the device's answer is applied. Only within a turn. */
  exchange: (send: (sdp: string) => void, options?: { iceRestart: boolean }) => Promise<void>
  /**
   * Takes the device's answer to the outstanding offer. One that cannot be used leaves the offer outstanding.
   * @throws RpcFault
   */
  answer: (sdp: string) => Promise<void>
  isAwaitingAnswer: () => boolean
}

export function createNegotiation(peer: PeerType, media: MediaSession): Negotiation {
  let lastTurn: Promise<unknown> = Promise.resolve()
  let answered: (() => void) | undefined

  return {
    inTurn: (task) => {
      const turn = lastTurn.then(task)
      // Whoever asked for the turn hears of its failure; the next in line does not care.
      lastTurn = turn.catch(() => {})
      return turn
    },
    exchange: async (send, options = { iceRestart: false }) => {
      const sdp = await media.createOffer(peer, options)
      await new Promise<void>((resolve) => {
        answered = resolve
        send(sdp)
      })
    },
    answer: async (sdp) => {
      const settle = answered
      if (!settle) throw wrongMoment(`no ${peer} offer is waiting for an answer`)
      answered = undefined
      try {
        await media.applyAnswer(peer, sdp)
      } catch (cause) {
        answered = settle
        const message = `the ${peer} answer cannot be used: ${String(cause)}`
        throw new RpcFault({ code: rpcErrorCodes.invalidParams, message }, { cause })
      }
      settle()
    },
    isAwaitingAnswer: () => answered !== undefined,
  }
}
