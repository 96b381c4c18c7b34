import type { Impairment } from '../simulator/device-link.ts'
import type { MediaOptions, MediaPlane, Telephone } from '../simulator/media-plane.ts'
import type { PeerType } from '../wire/gateway.ts'

/** A media plane without media: its SDP are short texts that say what they would hold. */
export interface FakeMedia extends MediaPlane {
  /** One line per act, such as `connect track-1`. */
  log: string[]
  telephones: Map<string, Telephone>
  /** Of every track that was added, oldest first. */
  impairments: (Impairment | undefined)[]
  connectPeers: (...peers: PeerType[]) => void
  fail: (peer: PeerType) => void
  publish: (arriving: boolean) => void
}

export function createFakeMedia(): FakeMedia {
  const log: string[] = []
  const telephones = new Map<string, Telephone>()
  const impairments: FakeMedia['impairments'] = []
  const connected = new Set<PeerType>()
  const offers = { publish: 0, subscribe: 0 }
  let tracks: string[] = []
  let trackCount = 0
  let options: MediaOptions | undefined

  const usable = (sdp: string) => {
    if (sdp === 'garbage') throw new Error('garbage in SDP')
  }
  return {
    log,
    telephones,
    impairments,
    connectPeers: (...peers) => {
      for (const peer of peers) {
        connected.add(peer)
        options?.onConnected(peer)
      }
    },
    fail: (peer) => options?.onFailed(peer),
    publish: (arriving) => options?.onPublishing(arriving),
    heard: () => undefined,
    close: () => log.push('close plane'),
    open: (given) => {
      options = given
      return {
        createOffer: async (peer, { iceRestart }) => {
          // Gathering takes its time: replies overtake offers.
          await new Promise((resolve) => setTimeout(resolve))
          const what = peer === 'subscribe' ? [...tracks] : []
          if (iceRestart) what.push('restart')
          return [`${peer} offer ${++offers[peer]}`, ...what].join(' ')
        },
        applyAnswer: async (peer, sdp) => {
          usable(sdp)
          log.push(`apply ${peer} ${sdp}`)
        },
        answerOffer: async (sdp) => {
          usable(sdp)
          return `answer to ${sdp}`
        },
        isConnected: (peer) => connected.has(peer),
        addTrack: (impairment) => {
          impairments.push(impairment)
          const trackId = `track-${++trackCount}`
          tracks.push(trackId)
          return {
            trackId,
            streamId: `stream-${trackCount}`,
            connect: (telephone) => {
              telephones.set(trackId, telephone)
              log.push(`connect ${trackId}`)
            },
            disconnect: () => {
              if (telephones.delete(trackId)) log.push(`disconnect ${trackId}`)
            },
            withdraw: () => {
              tracks = tracks.filter((track) => track !== trackId)
            },
          }
        },
        breakPeer: (peer) => log.push(`break ${peer}`),
        stopHeartbeats: () => log.push('stop heartbeats'),
        heartbeats: () => ({ pings: 2, pongs: 1 }),
        close: () => log.push('close session'),
      }
    },
  }
}
