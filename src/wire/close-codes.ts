/** WebSocket close codes the gateway uses (2.4) [JS-close-test][KT-reconnect@3c89f35]. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  noCloseFrame: 1006,
  internalError: 1011,
  superseded: 4409,
} as const
