import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createAudioInput } from './audio/audio-input.ts'
import { createAudioOutput } from './audio/audio-output.ts'
import { createApplicationClient } from './phone/application-client.ts'
import { takeDialRequest } from './page/dial-request.ts'
import { createTelLinks } from './page/tel-links.ts'
import { createNotifications } from './page/notifications.ts'
import { createPreferenceStore } from './page/stored-preferences.ts'
import { loadNumberPlan } from './phone/number-plan.ts'
import { createPhone, type Phone } from './phone/phone.ts'
import { App, type AppProps } from './ui/app.tsx'

/** The composition root: the only place where the parts of the phone meet the browser. */
async function start(root: HTMLElement): Promise<void> {
  // Decided at build time, so that a production build holds no line of the demo.
  const demo =
    import.meta.env.MODE === 'demo'
      ? await (await import('./mocks/browser.tsx')).startDemo()
      : undefined

  const phone = createPhone({
    createClient: async (platform, onEvent, { requestOutbound }) => {
      if (platform === 'brtc') return (await loadBrtcClient()).createBrtcClient(onEvent)
      const { createSdkClient } = await import('./brtc/sdk-client.ts')
      return createSdkClient(onEvent, { requestOutbound })
    },
    application: createApplicationClient(),
    audioInput: createAudioInput(),
    audioOutput: createAudioOutput(),
    loadVoiceRecorder: async () =>
      (await import('./audio/voice-recorder.ts')).createVoiceRecorder(),
    loadNumberPlan,
    preferenceStore: createPreferenceStore(),
    networkSteps: demo?.networkSteps,
  })
  // A page that comes back from the back-forward cache comes back offline, and says so.
  addEventListener('pagehide', phone.goOffline)
  const dialing = { request: takeDialRequest(), claimTelLinks: createTelLinks() }
  const notifications = createNotifications()
  const screen = createRoot(root)
  const draw = (shell?: Partial<Pick<AppProps, 'shell' | 'offer'>>) =>
    screen.render(
      <StrictMode>
        <App
          phone={phone}
          dialing={dialing}
          notifications={notifications}
          {...shell}
          version={import.meta.env.VERSION}
        >
          {demo?.panel}
        </App>
      </StrictMode>,
    )
  draw()
  // The demo has a service worker of its own, and development none.
  if (import.meta.env.PROD && import.meta.env.MODE !== 'demo') void loadPageShell().then(draw)
  // Before anybody can press Go online; should it fail now, going online tries again.
  loadBrtcClient().catch(() => {})
  void accompanyCalls(phone)
}

/** Nothing where it cannot be loaded: the page then needs a network, and a reload for a newer version. */
async function loadPageShell(): Promise<Partial<Pick<AppProps, 'shell' | 'offer'>>> {
  try {
    const [{ createPageShell }, { UpdateOffer }] = await Promise.all([
      import('./page/page-shell.ts'),
      import('./ui/shell/update-offer.tsx'),
    ])
    const shell = createPageShell()
    return { shell, offer: <UpdateOffer {...shell} /> }
  } catch {
    return {}
  }
}

/** After the first picture, which does not need it. */
const loadBrtcClient = () => import('./brtc/client.ts')

/** What only a call needs comes after the first picture; a call is a call without it. */
async function accompanyCalls(phone: Phone): Promise<void> {
  try {
    const [{ keepAwake }, { offerCallKeys }] = await Promise.all([
      import('./page/wake-lock.ts'),
      import('./page/media-session.ts'),
    ])
    keepAwake(phone)
    offerCallKeys(phone)
  } catch {
    // Not loaded: the screen may go dark, and the headset has no keys.
  }
}

const root = document.getElementById('root')
if (root) void start(root)
