import { StrictMode } from 'react'
import type { ReactNode } from 'react'
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
import { App } from './ui/app.tsx'

/** The composition root: the only place where the parts of the phone meet the browser. */
async function start(root: HTMLElement): Promise<void> {
  // Decided at build time, so that a production build holds no line of the demo.
  const panel: ReactNode =
    import.meta.env.MODE === 'demo' ? await (await import('./mocks/browser.tsx')).startDemo() : null

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
    openRecords: async () => (await import('./page/stored-records.ts')).openStoredRecords(),
  })
  // A page that comes back from the back-forward cache comes back offline, and says so.
  addEventListener('pagehide', phone.goOffline)
  const dialing = { request: takeDialRequest(), claimTelLinks: createTelLinks() }
  createRoot(root).render(
    <StrictMode>
      <App phone={phone} dialing={dialing} notifications={createNotifications()}>
        {panel}
      </App>
    </StrictMode>,
  )
  // Before anybody can press Go online; should it fail now, going online tries again.
  loadBrtcClient().catch(() => {})
  // Nor the history: should it fail, the calls are there until the page is closed.
  phone.loadRecords().catch(() => {})
  void accompanyCalls(phone)
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
