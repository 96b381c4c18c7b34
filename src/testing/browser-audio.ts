/** A steady tone as a track to publish; it sounds for as long as the context runs. */
export function toneTrack(context: AudioContext, hertz: number): MediaStreamTrack {
  const oscillator = new OscillatorNode(context, { frequency: hertz })
  const destination = context.createMediaStreamDestination()
  oscillator.connect(destination)
  oscillator.start()
  const [track] = destination.stream.getAudioTracks()
  if (!track) throw new Error('no track')
  return track
}

/** RTP packets that have arrived on a peer's first inbound stream. */
export async function packetsReceived(peer: RTCPeerConnection): Promise<number> {
  const report = await peer.getStats()
  const inbound = [...report.values()].find(({ type }) => type === 'inbound-rtp')
  return inbound?.packetsReceived ?? 0
}
