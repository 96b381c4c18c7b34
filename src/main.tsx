import { cloneElement, startTransition, StrictMode, useEffect } from 'react'
import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { createAudioInput } from './audio/audio-input.ts'
import { createAudioOutput } from './audio/audio-output.ts'
import { createLazyApplication } from './phone/lazy-application.ts'
import { locale } from './language/language.ts'
import { takeDialRequest } from './page/dial-request.ts'
import { createTelLinks } from './page/tel-links.ts'
import { createNotifications } from './page/notifications.ts'
import { painted } from './page/painted.ts'
import { followLanguage } from './page/spoken-language.ts'
import { createPreferenceStore } from './page/stored-preferences.ts'
import { createSurroundings } from './page/surroundings.ts'
import { loadNumberPlan } from './phone/number-plan.ts'
import { createPhone } from './phone/phone.ts'
import { App, type AppProps } from './ui/app.tsx'

/** The composition root: the only place where the parts of the phone meet the browser. */
async function start(root: HTMLElement): Promise<void> {
  // Decided at build time, so that a production build holds no line of the demo.
  const demo =
    import.meta.env.MODE === 'demo'
      ? await (await import('./mocks/browser.tsx')).startDemo()
      : undefined

  // Whatever is fetched before the first picture, it waits for.
  let onDrawn = () => {}
  const pictured = new Promise<void>((resolve) => (onDrawn = resolve)).then(() => painted())
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
      const plan = await loadNumberPlan(country, locale)
      // To read it takes long enough for a task of its own; what is drawn with it comes in the next.
      await new Promise((resolve) => setTimeout(resolve))
      return plan
    },
    pictured,
    preferenceStore: createPreferenceStore(),
    surroundings: createSurroundings(),
    networkSteps: demo?.networkSteps,
    openRecords: async () => (await import('./page/stored-records.ts')).openStoredRecords(),
  })
  let leaveTabs = () => {}
  // A page that comes back from the back-forward cache comes back offline, and says so. The tabs first: the one that
  // inherits the phone is to know that it was online.
  addEventListener('pagehide', () => {
    leaveTabs()
    phone.leavePage()
  })
  const dialing = { request: takeDialRequest(), claimTelLinks: createTelLinks() }
  const notifications = createNotifications()
  const appWith = (shell?: Shell) => (
    <App
      phone={phone}
      dialing={dialing}
      notifications={notifications}
      {...shell}
      version={import.meta.env.VERSION}
    >
      {demo?.panel}
    </App>
  )
  const reactRoot = createRoot(root)
  let app = appWith()
  let spare: ReactElement | null = null
  // A screen that is the same is drawn again only as an element of its own. In a transition, as the page is to answer meanwhile.
  const draw = () =>
    startTransition(() =>
      reactRoot.render(
        <StrictMode>
          {cloneElement(spare ?? app)}
          <Drawn onDrawn={onDrawn} />
        </StrictMode>,
      ),
    )
  await followLanguage(phone, draw)
  draw()
  await pictured
  // Before anybody can press Go online; should it fail now, going online tries again.
  loadBrtcClient().catch(() => {})
  // Nor the history: should it fail, the calls are there until the page is closed.
  phone.loadRecords().catch(() => {})
  // Without it the phone is a phone, but each tab is one of its own.
  import('./accompany.tsx')
    .then(({ accompany }) => {
      leaveTabs = accompany(phone, (shown) => {
        spare = shown
        draw()
      })
    })
    .catch(() => {})
  // The demo has a service worker of its own, and development none.
  if (!import.meta.env.PROD || import.meta.env.MODE === 'demo') return
  app = appWith(await loadPageShell())
  draw()
}

/** Tells when it is in the document, with all that is drawn beside it. */
function Drawn({ onDrawn }: { onDrawn: () => void }): null {
  useEffect(onDrawn, [onDrawn])
  return null
}

type Shell = Partial<Pick<AppProps, 'shell' | 'offer'>>

/** Nothing where it cannot be loaded: the page then needs a network, and a reload for a newer version. */
async function loadPageShell(): Promise<Shell> {
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

const loadApplicationClient = async () => {
  const { createApplicationClient } = await import('./phone/application-client.ts')
  return createApplicationClient({ sendBeacon: (url) => navigator.sendBeacon(url) })
}

const loadBrtcClient = () => import('./brtc/client.ts')

const root = document.getElementById('root')
// Without any words there is nothing else to say it with.
if (root) {
  // In a task of its own: the page answers between this and the reading of the code.
  setTimeout(() => {
    start(root).catch((error: unknown) => {
      root.textContent = 'Offhook could not be loaded. Check the network, then reload the page.'
      throw error
    })
  })
}
