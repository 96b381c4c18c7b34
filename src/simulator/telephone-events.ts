/** One RTP packet of payload type telephone-event (RFC 4733). */
export type TelephoneEventPacket = {
  /** Event code, end bit and volume, duration: four octets. */
  payload: Uint8Array
  /** The same in all packets of one key press. */
  rtpTimestamp: number
}

/** Event codes 0 to 15 (RFC 4733 3.2); the others, such as a flash hook, are no digits. */
const digits = '0123456789*#ABCD'

/**
 * Reads key presses from the packets of one RTP stream.
 *
 * @param onDigit is told once per key press, at the first packet that arrives: each is sent many times, its end thrice
 */
export function createTelephoneEventReader(
  onDigit: (digit: string) => void,
): (packet: TelephoneEventPacket) => void {
  let latest: number | undefined
  return ({ payload, rtpTimestamp }) => {
    if (rtpTimestamp === latest) return
    latest = rtpTimestamp
    const digit = digits[payload[0] ?? -1]
    if (digit !== undefined) onDigit(digit)
  }
}
