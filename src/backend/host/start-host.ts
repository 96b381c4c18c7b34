import { createApplication } from '../app.ts'
import { createBandwidthClient } from '../bandwidth-client.ts'
import { createStore } from '../create-store.ts'
import { securityHeaders } from '../security-headers.ts'
import { createAuthenticator } from './authenticator.ts'
import { createBandwidthSdk } from './bandwidth-sdk.ts'
import type { Config } from './config.ts'
import { createHealthRoutes } from './health.ts'
import type { HostLog } from './log.ts'
import { isLoopback } from './loopback.ts'
import { createPeerAddresses } from './peer-addresses.ts'
import { phoneFiles } from './phone-files.ts'
import { createHostServer } from './server.ts'
import { openSqlite } from './sqlite.ts'
import { watchTokens } from './token-watch.ts'

/** Milliseconds for everything that is under way when the process is asked to stop. */
const stopLimit = 10_000

export interface Host {
  /** `http://127.0.0.1:8787` */
  address: string
  /**
   * Not ready any more, no new calls, event streams ended, what is under way finished (for 10 s at most), the port and the
   * database closed. Once.
   */
  stop: () => Promise<void>
}

/**
 * The whole application on its port.
 * @param phoneFolder what `vite build` has written
 * @throws DatabaseError, and Error where there is no built phone or the port cannot be had
 */
export async function startHost(
  config: Config,
  { log, phoneFolder }: { log: HostLog; phoneFolder: string },
): Promise<Host> {
  const { listen, publicUrl, fallbackUrl, bandwidth: account } = config
  const { accountId, applicationId, platform, gatewayUrl } = account
  // Before anything is opened that would have to be closed again.
  const phone = phoneFiles(phoneFolder)
  const peerAddresses = createPeerAddresses()
  const authenticator = createAuthenticator(config, { peerAddresses, log: log.log })
  const store = createStore(openSqlite(config.database), {
    onError: (cause) => log.log({ level: 'error', message: 'A change had no effect', cause }),
  })
  const transport = watchTokens(createBandwidthSdk(account), { log: log.log })
  const application = createApplication({
    bandwidth: createBandwidthClient({ transport }),
    platform,
    accountId,
    publicUrl,
    ...(fallbackUrl !== undefined && { fallbackUrl }),
    origins: localOrigins(listen),
    gatewayUrl,
    voice: { applicationId },
    dialingRules: config.dialingRules,
    webhookSecrets: config.webhookSecrets,
    voiceCredentials: config.voiceCredentials,
    ...config.limits,
    authenticator,
    store,
    log: log.log,
  })
  const stopping = new AbortController()
  const server = createHostServer({
    application,
    health: createHealthRoutes({
      store,
      hasToken: transport.hasToken,
      isStopping: () => stopping.signal.aborted,
    }),
    securityHeaders: securityHeaders({ publicUrl, gatewayUrls: [gatewayUrl] }),
    phone,
    peerAddresses,
    log,
  })

  const { port } = await server.listen(listen).catch((error: unknown) => {
    store.close()
    throw error
  })
  application.start()
  void transport.awaitToken(stopping.signal)

  return {
    address: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`,
    stop: async () => {
      stopping.abort()
      const deadline = performance.now() + stopLimit
      const isDone = await within(application.stop(), stopLimit)
      if (!isDone) log.log({ level: 'warn', message: 'Work was left undone: it took too long' })
      await server.close(Math.max(0, deadline - performance.now()))
      store.close()
    },
  }
}

/** Under which a developer on this computer opens the phone, wherever the public address leads. */
function localOrigins({ host, port }: Config['listen']): readonly string[] {
  if (!isLoopback(host)) return []
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => new URL(`http://${name}:${port}`).origin)
}

/** @returns whether it was done in that many milliseconds */
async function within(work: Promise<void>, limit: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limit)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
