/**
 * One frame as it goes over the socket. Both ends are fed the same frames in their tests, so that one
 * misunderstanding cannot cancel out. `source` names the section and the SDK it was read in, or says "assumed".
 */
export type TranscriptFrame = {
  /** Who sends it. */
  direction: 'device' | 'gateway'
  frame: string
  source: string
}

export type Transcript = readonly TranscriptFrame[]
