import { cloneElement, StrictMode } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createAudioInput } from './audio/audio-input.ts'
import { createAudioOutput } from './audio/audio-output.ts'
import { createLazyApplication } from './phone/lazy-application.ts'
import { locale } from './language/language.ts'
import { takeDialRequest } from './page/dial-request.ts'
import { firstPicture } from './page/first-picture.ts'
import { createTelLinks } from './page/tel-links.ts'
import { createNotifications } from './page/notifications.ts'
import { followLanguage } from './page/spoken-language.ts'
import { createPreferenceStore } from './page/stored-preferences.ts'
import { createSurroundings } from './page/surroundings.ts'
import { loadNumberPlan } from './phone/number-plan.ts'
import { createPhone } from './phone/phone.ts'
import { App } from './ui/app.tsx'

/** The composition root: the only place where the parts of the phone meet the browser. */
async function start(root: HTMLElement): Promise<void> {
  // Decided at build time, so that a production build holds no line of the demo.
  const panel: ReactNode =
    import.meta.env.MODE === 'demo' ? await (await import('./mocks/browser.tsx')).startDemo() : null

  const pictured = firstPicture()
  const phone = createPhone({
    createClient: async (platform, onEvent, { requestOutbound }) => {
      if (platform === 'brtc') return (await loadBrtcClient()).createBrtcClient(onEvent)
      const { createSdkClient } = await import('./brtc/sdk-client.ts')
      return createSdkClient(onEvent, { requestOutbound })
    },
    application: createLazyApplication(loadApplicationClient),
    audioInput: createAudioInput(),
    audioOutput: createAudioOutput(),
    loadVoiceRecorder: async () =>
      (await import('./audio/voice-recorder.ts')).createVoiceRecorder(),
    loadNumberPlan: async (country) => {
      await pictured
      return loadNumberPlan(country, locale)
    },
    preferenceStore: createPreferenceStore(),
    surroundings: createSurroundings(),
  })
  let leaveTabs = () => {}
  // A page that comes back from the back-forward cache comes back offline, and says so. The tabs first: the one that
  // inherits the phone is to know that it was online.
  addEventListener('pagehide', () => {
    leaveTabs()
    phone.leavePage()
  })
  const dialing = { request: takeDialRequest(), claimTelLinks: createTelLinks() }
  const app = (
    <App phone={phone} dialing={dialing} notifications={createNotifications()}>
      {panel}
    </App>
  )
  const reactRoot = createRoot(root)
  let screen: ReactElement = app
  // A screen that is the same is drawn again only as an element of its own.
  const draw = () => reactRoot.render(<StrictMode>{cloneElement(screen)}</StrictMode>)
  const show = (next: ReactElement) => {
    screen = next
    draw()
  }
  await followLanguage(phone, draw)
  draw()
  await pictured
  // Before anybody can press Go online; should it fail now, going online tries again.
  loadBrtcClient().catch(() => {})
  // Without it the phone is a phone, but each tab is one of its own.
  import('./accompany.tsx')
    .then(({ accompany }) => (leaveTabs = accompany(phone, (spare) => show(spare ?? app))))
    .catch(() => {})
}

const loadApplicationClient = async () => {
  const { createApplicationClient } = await import('./phone/application-client.ts')
  return createApplicationClient({ sendBeacon: (url) => navigator.sendBeacon(url) })
}

const loadBrtcClient = () => import('./brtc/client.ts')

const root = document.getElementById('root')
// Without any words there is nothing else to say it with.
if (root) {
  start(root).catch((error: unknown) => {
    root.textContent = 'Offhook could not be loaded. Check the network, then reload the page.'
    throw error
  })
}
