/** Where Bandwidth reaches this application. The secret stands in for credentials where Bandwidth has no field for them. */
export type WebhookUrls = {
  endpointEvents: string
  connectStatus: string
  answer: string
  next: string
  hold: string
  disconnect: string
  /** What a caller on hold hears. */
  holdMusic: string
}

export function webhookUrls(publicUrl: string, secret: string): WebhookUrls {
  const base = publicUrl.replace(/\/+$/, '')
  const key = encodeURIComponent(secret)
  return {
    endpointEvents: `${base}/hooks/brtc/${key}`,
    connectStatus: `${base}/hooks/voice/connect-status/${key}`,
    answer: `${base}/hooks/voice/answer`,
    next: `${base}/hooks/voice/next`,
    hold: `${base}/hooks/voice/hold`,
    disconnect: `${base}/hooks/voice/disconnect`,
    holdMusic: `${base}/media/hold.wav`,
  }
}
