import { describe, expect, it } from 'vitest'
import { createTestApplication, credentials } from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import { agentGone, createDocuments, hangUp, nobodyFree, outOfOrder } from './documents.ts'
import { webhookUrls } from './webhook-urls.ts'

const urls = webhookUrls('https://phone.test', 'key')
const fallbackUrls = webhookUrls('https://phone-b.test', 'key')
const fallback = { fallbackUsername: credentials.username, fallbackPassword: credentials.password }
const alone = createDocuments({ urls, credentials, ringSeconds: 2 })
const withFallback = createDocuments({ urls, fallbackUrls, credentials, ringSeconds: 2 })

describe('the documents', () => {
  it('connect one endpoint, and always say what comes after it', () => {
    expect(alone.connect('e-1', 'tag-1')).toEqual([
      {
        verb: 'Connect',
        eventCallbackUrl: 'https://phone.test/hooks/voice/connect-status/key',
        endpoints: ['e-1'],
      },
      {
        verb: 'Redirect',
        redirectUrl: 'https://phone.test/hooks/voice/next',
        ...credentials,
        tag: 'tag-1',
      },
    ])
  })

  it('answer an inbound call by ringing before they connect it', () => {
    const [ring, ...rest] = alone.ringAndConnect('e-1', 'tag-1')
    expect(ring).toEqual({ verb: 'Ring', duration: 2 })
    expect(rest).toEqual(alone.connect('e-1', 'tag-1'))
  })

  it('never end a hold without the next question', () => {
    const redirect = {
      verb: 'Redirect',
      redirectUrl: 'https://phone.test/hooks/voice/hold',
      ...credentials,
      tag: 'tag-1',
    }
    const music = { verb: 'PlayAudio', audioUrl: 'https://phone.test/media/hold.wav' }
    expect(alone.hold('tag-1', false)).toEqual([music, redirect])
    expect(alone.hold('tag-1', true)).toEqual([
      { verb: 'SpeakSentence', text: 'Everybody is on another call. Please hold the line.' },
      music,
      redirect,
    ])
    expect(alone.waitForFetch('tag-1')).toEqual([{ verb: 'Pause', duration: 2 }, redirect])
  })

  it.each([{ bxml: nobodyFree }, { bxml: agentGone }, { bxml: outOfOrder }])(
    'say a sentence before they hang up: $bxml.0.text',
    ({ bxml }) => {
      expect(bxml).toEqual([
        { verb: 'SpeakSentence', text: expect.stringMatching(/^Sorry, .* Goodbye\.$/) },
        ...hangUp,
      ])
    },
  )

  it('name no other address where there is none', () => {
    const all = [
      alone.connect('e-1', 'tag-1'),
      alone.hold('tag-1', true),
      alone.next('tag-1'),
      alone.callbacks(),
      alone.endpointEvents(),
    ]
    expect(JSON.stringify(all)).not.toMatch(/fallback/i)
  })
})

describe('the fallback address', () => {
  const next = {
    redirectUrl: 'https://phone.test/hooks/voice/next',
    redirectFallbackUrl: 'https://phone-b.test/hooks/voice/next',
    ...credentials,
    ...fallback,
    tag: 'tag-1',
  }

  it('is in every document, with the credentials for it', () => {
    expect(withFallback.connect('e-1', 'tag-1')).toEqual([
      {
        verb: 'Connect',
        eventCallbackUrl: 'https://phone.test/hooks/voice/connect-status/key',
        eventFallbackUrl: 'https://phone-b.test/hooks/voice/connect-status/key',
        endpoints: ['e-1'],
      },
      { verb: 'Redirect', ...next },
    ])
    const hold = {
      verb: 'Redirect',
      ...next,
      redirectUrl: 'https://phone.test/hooks/voice/hold',
      redirectFallbackUrl: 'https://phone-b.test/hooks/voice/hold',
    }
    expect(withFallback.hold('tag-1', false).at(-1)).toEqual(hold)
    expect(withFallback.waitForFetch('tag-1').at(-1)).toEqual(hold)
    expect(withFallback.next('tag-1')).toEqual(next)
  })

  it('is given to Bandwidth with each endpoint and each call', async () => {
    const test = createTestApplication({ fallbackUrl: 'https://phone-b.test' })
    const { endpointId, events } = await test.goOnline()
    expect(test.bandwidth.createEndpoint.mock.lastCall?.[0]).toMatchObject({
      eventCallbackUrl: 'https://phone.test/hooks/brtc/secret-segment',
      eventFallbackUrl: 'https://phone-b.test/hooks/brtc/secret-segment',
    })
    await test.dial(endpointId, '+19195550101')
    await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'ringing' }))
    expect(test.bandwidth.createCall.mock.lastCall?.[0]).toMatchObject({
      answerUrl: 'https://phone.test/hooks/voice/answer',
      answerFallbackUrl: 'https://phone-b.test/hooks/voice/answer',
      disconnectUrl: 'https://phone.test/hooks/voice/disconnect',
      ...credentials,
      ...fallback,
    })
  })
})
