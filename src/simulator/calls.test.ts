import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { application, bxml, connectDevice, fakeDevice, stageCloud } from '../testing/stage-cloud.ts'
import { createCloud } from './cloud.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T05:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const connect = (...endpointIds: string[]) =>
  `<Connect eventCallbackUrl="/hooks/voice/connect-status/s3cr3t">${endpointIds
    .map((id) => `<Endpoint>${id}</Endpoint>`)
    .join('')}</Connect>`
const redirect = '<Redirect redirectUrl="/hooks/voice/next" tag="i1"/>'

async function staged(options: Parameters<typeof stageCloud>[0] = {}) {
  const stage = stageCloud(options)
  await stage.authorize()
  const dial = async (to: string, more: Record<string, unknown> = {}) => {
    const response = await stage.request('POST', stage.calls(), {
      from: '+19195550100',
      to,
      applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
      answerUrl: `${application}/hooks/voice/answer`,
      disconnectUrl: `${application}/hooks/voice/disconnect`,
      tag: 'o1',
      callTimeout: 8,
      ...more,
    })
    return ((await response.json()) as { callId: string }).callId
  }
  const disconnects = () => stage.received.filter(({ body }) => body.eventType === 'disconnect')
  return { ...stage, stage, dial, disconnects }
}

/** An inbound call that rings on an eligible device. */
async function ringing(options: Parameters<typeof stageCloud>[0] = {}, from = '+19195551234') {
  const staging = await staged(options)
  const device = await connectDevice(staging.stage)
  staging.answer('/hooks/voice/initiate', () => bxml(connect(device.endpointId), redirect))
  staging.answer('/hooks/voice/next', () => bxml('<Hangup/>'))
  await settle()
  staging.received.length = 0
  const callId = staging.cloud.telephones.placeCall({ from })
  await settle()
  return { ...staging, device, callId }
}

describe('a dialled telephone', () => {
  /** Seconds after which the `answer` webhook comes. */
  it.each([
    ['+19191111111', 1],
    ['+19195550101', 1],
    ['+19195550105', 1],
    ['+19195550106', 1],
    ['+19195550109', 1],
    ['+12125550000', 2],
  ])('%s answers after %i s', async (to, seconds) => {
    const { dial, names, answer } = await staged()
    answer('/hooks/voice/answer', () => bxml('<Pause duration="100"/>'))
    await dial(to)
    await pass(seconds - 0.1)
    expect(names()).toEqual([])
    await pass(0.1)
    expect(names()).toEqual(['answer'])
  })

  it.each([
    ['+19195550102', 'busy', 0.5, 'Callee is busy'],
    ['+19195550103', 'timeout', 8, 'Call was not answered'],
    ['+19195550104', 'rejected', 1, 'Call was rejected'],
  ])('%s ends with %s after %f s', async (to, cause, seconds, errorMessage) => {
    const { dial, received, names } = await staged()
    const callId = await dial(to)
    await pass(seconds - 0.1)
    expect(names()).toEqual([])
    await pass(0.1)
    expect(names()).toEqual(['disconnect'])
    expect(received[0]?.body).toMatchObject({
      callId,
      cause,
      errorMessage,
      direction: 'outbound',
      tag: 'o1',
      to,
      from: '+19195550100',
      accountId: '9900000',
      endTime: expect.any(String),
    })
    expect(received[0]?.body).not.toHaveProperty('answerTime')
    await pass(600)
    expect(names()).toEqual(['disconnect'])
  })

  it('+19195550105 hangs up 3 s after it answered', async () => {
    const { dial, names, answer, disconnects } = await staged()
    answer('/hooks/voice/answer', () => bxml('<Pause duration="100"/>'))
    await dial('+19195550105')
    await pass(3.9)
    expect(names()).toEqual(['answer'])
    await pass(0.1)
    expect(disconnects()).toMatchObject([{ body: { cause: 'hangup' } }])
  })

  it('+19195550108 breaks the Calls API', async () => {
    const { request, calls } = await staged()
    const response = await request('POST', calls(), {
      from: '+19195550100',
      to: '+19195550108',
      answerUrl: `${application}/a`,
      applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
    })
    expect(response.status).toBe(500)
    await expect(response.json()).resolves.toMatchObject({ type: 'internal-error' })
  })

  it.each([
    ['+19191111111', { type: 'melody' }, undefined],
    ['+19195550101', { type: 'echo' }, undefined],
    ['+19195550105', { type: 'silence' }, undefined],
    ['+19195550106', { type: 'menu' }, undefined],
    ['+19195550109', { type: 'melody' }, { loss: 0.05, jitter: 0.06 }],
    ['+12125550000', { type: 'silence' }, undefined],
  ])('%s speaks to the device with its own voice', async (to, voice, impairment) => {
    const { stage, dial, answer, summaries } = await staged()
    const device = await connectDevice(stage)
    answer('/hooks/voice/answer', () => bxml(connect(device.endpointId)))
    const callId = await dial(to)
    await pass(2)
    const { leg } = device.offer()
    expect(leg).toMatchObject({ callId, from: to, fromType: 'PHONE_NUMBER', tags: 'o1', voice })
    expect(leg.impairment).toEqual(impairment)
    leg.onDigit('5')
    expect(summaries().at(-1)).toBe(`${to} hears the digit 5`)
  })

  it('answers only with an answer webhook that carries the tag', async () => {
    const { dial, received, answer } = await staged()
    answer('/hooks/voice/answer', () => bxml('<Hangup/>'))
    const callId = await dial('+19191111111')
    await pass(1)
    expect(received[0]?.body).toEqual({
      eventType: 'answer',
      eventTime: '2026-11-22T05:00:01.000Z',
      accountId: '9900000',
      applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
      from: '+19195550100',
      to: '+19191111111',
      direction: 'outbound',
      callId,
      callUrl: `https://voice.bandwidth.com/api/v2/accounts/9900000/calls/${callId}`,
      enqueuedTime: '2026-11-22T05:00:00.000Z',
      startTime: '2026-11-22T05:00:00.000Z',
      answerTime: '2026-11-22T05:00:01.000Z',
      tag: 'o1',
    })
  })
})

describe('an inbound call', () => {
  it('asks the application, and is offered to the device with the caller’s number', async () => {
    const { received, device, callId, cloud } = await ringing()
    expect(received[0]).toMatchObject({ name: 'initiate', path: '/hooks/voice/initiate' })
    expect(received[0]?.body).toMatchObject({
      callId,
      from: '+19195551234',
      to: '+19195550100',
      direction: 'inbound',
    })
    expect(received[0]?.body).not.toHaveProperty('tag')
    expect(received.slice(1).map(({ name }) => name)).toEqual([
      'connectStatus INITIATED',
      'endpointIneligible',
    ])
    expect(received[1]?.body).toMatchObject({
      from: callId,
      fromType: 'CALL',
      to: device.endpointId,
      toType: 'ENDPOINT',
    })
    expect(device.offer().leg).toMatchObject({
      from: '+19195551234',
      voice: { type: 'melody', notes: [{ hertz: 392 }, { hertz: 494 }] },
    })
    expect(cloud.telephones.liveCalls()).toEqual([
      { callId, direction: 'inbound', from: '+19195551234', to: '+19195550100', answered: true },
    ])
  })

  it('has the voice of a known telephone when that is the caller', async () => {
    const { device } = await ringing({}, '+19195550101')
    expect(device.offer().leg.voice).toMatchObject({ type: 'echo' })
  })

  it('goes on to the next verb after the device accepted and hung up', async () => {
    const { device, names, received } = await ringing()
    device.offer().events.accepted()
    await settle()
    device.offer().events.hungUp()
    await settle()
    expect(device.offer().ended).toBe(true)
    expect(names().slice(3)).toEqual([
      'connectStatus ANSWERED',
      'connectStatus COMPLETED',
      'endpointEligible',
      'redirect',
      'disconnect',
    ])
    expect(received.at(-2)?.body).toMatchObject({ eventType: 'redirect', tag: 'i1' })
    expect(received.at(-1)?.body).toMatchObject({ cause: 'hangup', tag: 'i1' })
  })

  it.each([
    ['CANCELED', ['connectStatus CANCELED']],
    ['DENIED', ['connectStatus DENIED']],
    ['none', []],
  ] as const)('goes on to the next verb after a decline, with status %s', async (status, sent) => {
    const { device, names } = await ringing({ switches: { declineStatus: status } })
    device.offer().events.declined()
    await settle()
    expect(names().slice(3)).toEqual([...sent, 'endpointEligible', 'redirect', 'disconnect'])
  })

  it('goes on to the next verb after the device did not answer in time', async () => {
    const { device, names } = await ringing({ switches: { connectTimeout: 5_000 } })
    await pass(4.9)
    expect(device.offer().ended).toBe(false)
    await pass(0.1)
    expect(device.offer().ended).toBe(true)
    expect(names().slice(3, 5)).toEqual(['connectStatus TIMED_OUT', 'endpointEligible'])
    expect(names()).toContain('redirect')
  })

  it('rings no longer than allowed, and talks as long as it likes', async () => {
    const { device, names } = await ringing({ switches: { connectTimeout: 5_000 } })
    device.offer().events.accepted()
    await pass(60)
    expect(device.offer().ended).toBe(false)
    expect(names()).not.toContain('disconnect')
  })

  it.each([
    ['ringing', false, 'FAILED'],
    ['talking', true, 'COMPLETED'],
  ])('survives a device that is lost while %s', async (_, accepts, status) => {
    const { device, names, cloud } = await ringing()
    if (accepts) device.offer().events.accepted()
    cloud.endpoints.left(device.endpointId, device.link)
    await settle()
    expect(names()).toContain(`connectStatus ${status}`)
    expect(names()).toContain('redirect')
    expect(names()).not.toContain('endpointEligible')
  })

  it('is offered again to its device where a switch says so, accepted as it was', async () => {
    const { device, names, cloud } = await ringing({ switches: { resumption: 'offered-again' } })
    device.offer().events.accepted()
    await settle()
    device.offer().events.lost()
    cloud.endpoints.left(device.endpointId, device.link)
    const back = fakeDevice()
    cloud.endpoints.admit(device.token, 'device-1', back.link)
    await pass(5)
    cloud.endpoints.publishing(device.endpointId, true)
    expect(back.offer().leg.callId).toBe(device.offer().leg.callId)
    back.offer().events.accepted()
    await pass(60)
    expect(names().filter((name) => name === 'connectStatus ANSWERED')).toHaveLength(1)
    expect(names()).not.toContain('redirect')
    back.offer().events.hungUp()
    await settle()
    expect(names()).toContain('connectStatus COMPLETED')
  })

  it.each([
    ['does not come back in ten seconds', true],
    ['had not accepted it', false],
  ])('ends all the same where its device %s', async (_, accepts) => {
    const { device, names, cloud } = await ringing({ switches: { resumption: 'offered-again' } })
    if (accepts) device.offer().events.accepted()
    cloud.endpoints.left(device.endpointId, device.link)
    await pass(accepts ? 9.9 : 0)
    if (accepts) expect(names()).not.toContain('redirect')
    await pass(0.1)
    expect(names()).toContain('redirect')
  })

  it('survives the loss of its leg before the socket’s end is known', async () => {
    const { device, names, cloud } = await ringing()
    device.offer().events.lost()
    cloud.endpoints.left(device.endpointId, device.link)
    await settle()
    expect(names()).not.toContain('endpointEligible')
    expect(names().filter((name) => name === 'connectStatus FAILED')).toHaveLength(1)
  })

  it('survives the deletion of the endpoint, whose socket is closed with 1000', async () => {
    const { device, names, request, endpoints } = await ringing()
    device.offer().events.accepted()
    const response = await request('DELETE', endpoints(`/${device.endpointId}`))
    await settle()
    expect(response.status).toBe(204)
    expect(device.closes).toEqual([1000])
    expect(names()).toContain('redirect')
  })

  it('survives the expiry of the endpoint', async () => {
    const { device, names } = await ringing()
    device.offer().events.accepted()
    await pass(24 * 60 * 60)
    expect(device.offer().ended).toBe(true)
    expect(names()).toContain('redirect')
  })

  it.each([
    ['ringing', false, 'CANCELED'],
    ['talking', true, 'COMPLETED'],
  ])('ends without another verb when the caller hangs up while %s', async (_, accepts, status) => {
    const { device, names, cloud, disconnects } = await ringing()
    if (accepts) device.offer().events.accepted()
    await settle()
    expect(cloud.telephones.hangUp()).toBe(true)
    await settle()
    expect(device.offer().ended).toBe(true)
    expect(names().slice(-3)).toEqual([`connectStatus ${status}`, 'endpointEligible', 'disconnect'])
    expect(disconnects()).toMatchObject([{ body: { cause: 'hangup' } }])
    expect(names()).not.toContain('redirect')
    expect(cloud.telephones.hangUp()).toBe(false)
    expect(cloud.telephones.liveCalls()).toEqual([])
  })

  it('does not make the endpoint eligible again when its audio has stopped meanwhile', async () => {
    const { device, names, cloud } = await ringing()
    cloud.endpoints.publishing(device.endpointId, false)
    device.offer().events.declined()
    await settle()
    expect(names()).not.toContain('endpointEligible')
  })

  it('makes the endpoint ineligible at accept where the switch says so', async () => {
    const { device, names } = await ringing({ switches: { ineligibleAt: 'accept' } })
    expect(names()).not.toContain('endpointIneligible')
    device.offer().events.accepted()
    await settle()
    expect(names()).toContain('endpointIneligible')
  })

  it.each([
    ['terminal', ['connectStatus CANCELED']],
    ['none', []],
  ] as const)(
    'reports %s connect statuses where the switch says so',
    async (connectStatus, sent) => {
      const { device, names } = await ringing({ switches: { connectStatus } })
      device.offer().events.declined()
      await settle()
      expect(names().filter((name) => name.startsWith('connectStatus'))).toEqual(sent)
    },
  )

  it.each(['unknown', 'not publishing', 'in a call'])(
    'fails to connect to an endpoint that is %s, and goes on',
    async (why) => {
      const { stage, answer, cloud, names, received } = await staged()
      const device = await connectDevice(stage, why !== 'not publishing')
      const id = why === 'unknown' ? 'e-0' : device.endpointId
      answer('/hooks/voice/initiate', () => bxml(connect(id), redirect))
      answer('/hooks/voice/next', () => bxml('<Hangup/>'))
      if (why === 'in a call') cloud.telephones.placeCall({ from: '+19195551111' })
      await settle()
      received.length = 0
      cloud.telephones.placeCall({ from: '+19195552222' })
      await settle()
      expect(names()).toEqual(['initiate', 'connectStatus FAILED', 'redirect', 'disconnect'])
    },
  )

  it('rings all endpoints where the switch says so, and the first to accept has it', async () => {
    const { stage, answer, cloud, names } = await staged({
      switches: { severalEndpoints: 'ring-all' },
    })
    const first = await connectDevice(stage)
    const second = await connectDevice(stage)
    answer('/hooks/voice/initiate', () => bxml(connect(first.endpointId, second.endpointId)))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    second.offer().events.accepted()
    await settle()
    expect([first.offer().ended, second.offer().ended]).toEqual([true, false])
    expect(names()).toContain('connectStatus CANCELED')
    second.offer().events.hungUp()
    await settle()
    expect(names().at(-1)).toBe('disconnect')
  })
})

describe('a BXML document', () => {
  async function inbound(...verbs: string[]) {
    const staging = await staged()
    staging.answer('/hooks/voice/initiate', () => bxml(...verbs))
    staging.cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    return staging
  }

  it.each([
    ['is empty', []],
    ['hangs up', ['<Hangup/>']],
    ['only pauses', ['<Pause/>']],
  ])('rejects an unanswered call when it %s', async (_, verbs) => {
    const { disconnects } = await inbound(...verbs)
    await pass(1)
    expect(disconnects()).toMatchObject([{ body: { cause: 'rejected' } }])
  })

  it('hangs up at its end', async () => {
    const { disconnects } = await inbound('<Ring duration="2"/>')
    await pass(1.9)
    expect(disconnects()).toEqual([])
    await pass(0.1)
    expect(disconnects()).toMatchObject([{ body: { cause: 'hangup' } }])
    expect(disconnects()[0]?.body).toHaveProperty('answerTime')
  })

  it('does not answer with a ring that is told not to', async () => {
    const { disconnects } = await inbound('<Ring duration="2" answerCall="false"/>')
    await pass(2)
    expect(disconnects()).toMatchObject([{ body: { cause: 'rejected' } }])
  })

  it('speaks, plays and pauses, one after the other', async () => {
    const { summaries, disconnects } = await inbound(
      '<SpeakSentence>Thirty chars, that is two sec.</SpeakSentence>',
      '<PlayAudio>hold.mp3</PlayAudio><Pause duration="3"/>',
    )
    await pass(14.9)
    expect(disconnects()).toEqual([])
    await pass(0.1)
    expect(disconnects()).toHaveLength(1)
    expect(summaries().filter((summary) => summary.includes(' hears '))).toEqual([
      '+19195551234 hears “Thirty chars, that is two sec.” (2 s)',
      '+19195551234 hears hold.mp3 (10 s)',
      '+19195551234 hears silence (3 s)',
    ])
  })

  it('runs at the pace that the cloud was given', async () => {
    const { answer, cloud, disconnects } = await staged({ pace: 0.1 })
    answer('/hooks/voice/initiate', () => bxml('<Ring duration="10"/>'))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(1)
    expect(disconnects()).toHaveLength(1)
  })

  it('passes its tag on until another replaces it or a blank one clears it', async () => {
    const { answer, cloud, received } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Tag>a</Tag><Redirect redirectUrl="next"/>'))
    answer('/hooks/voice/next', () => bxml('<Redirect redirectUrl="/third" tag="b"/>'))
    answer('/third', () => bxml('<Tag/>'))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(received.map(({ path, body }) => [path, body.tag])).toEqual([
      ['/hooks/voice/initiate', undefined],
      ['/hooks/voice/next', 'a'],
      ['/third', 'b'],
      ['/hooks/voice/disconnect', undefined],
    ])
  })

  it('resolves relative URLs against the one that served it, the fallback’s too', async () => {
    const { answer, cloud, received } = await staged({
      application: {
        callInitiatedUrl: `${application}/a`,
        callInitiatedFallbackUrl: `${application}/deep/b`,
      },
    })
    answer('/a', () => new Response(null, { status: 500 }))
    answer('/deep/b', () => bxml('<Redirect redirectUrl="c" redirectMethod="GET"/>'))
    answer('/deep/c', () => bxml('<Hangup/>'))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /a',
      'POST /deep/b',
      'GET /deep/c',
    ])
  })

  it('shows the credentials of a redirect when it is challenged', async () => {
    const { answer, cloud, received } = await staged()
    answer('/hooks/voice/initiate', () =>
      bxml('<Redirect redirectUrl="/next" username="bw" password="pw"/>'),
    )
    answer('/next', ({ authorization }) =>
      authorization
        ? bxml('<Hangup/>')
        : new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }),
    )
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(received.slice(1, 3).map(({ authorization }) => authorization)).toEqual([
      null,
      `Basic ${btoa('bw:pw')}`,
    ])
    expect(JSON.stringify(cloud.journal.entries())).not.toContain('"pw')
  })

  it('redirects by text, with a warning in the journal', async () => {
    const { names, cloud } = await inbound(
      '<Redirect>https://app.example/hooks/voice/next</Redirect>',
    )
    expect(names()).toContain('redirect')
    expect(cloud.journal.entries().filter(({ kind }) => kind === 'warning')[0]?.summary).toContain(
      'redirectUrl',
    )
  })

  it('does not redirect by text where the switch says so', async () => {
    const { answer, cloud, disconnects } = await staged({ switches: { redirectText: 'reject' } })
    answer('/hooks/voice/initiate', () => bxml('<Redirect>https://app.example/next</Redirect>'))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(disconnects()).toMatchObject([{ body: { cause: 'invalid-bxml' } }])
  })

  it('ends the call when it redirects in circles', async () => {
    const { disconnects, answer, cloud } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Redirect redirectUrl="/hooks/voice/initiate"/>'))
    cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(1)
    expect(disconnects()).toMatchObject([{ body: { cause: 'application-error' } }])
  })

  it.each([
    ['invalid-bxml', 'plain text', () => new Response('OK')],
    ['invalid-bxml', 'nothing', () => new Response(null, { status: 204 })],
    ['invalid-bxml', 'a broken document', () => new Response('<Response><Ring></Response>')],
    ['invalid-bxml', 'an unknown verb', () => bxml('<Dance/>')],
    ['callback-error', 'a 500', () => new Response(null, { status: 500 })],
    ['callback-error', 'an exception', fallOver],
    ['callback-error', 'silence', () => new Promise<Response>(() => {})],
  ])('ends the call with %s when it is %s', async (cause, _, answerWith) => {
    const { answer, cloud, disconnects } = await staged()
    answer('/hooks/voice/initiate', answerWith)
    cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(15)
    expect(disconnects()).toMatchObject([
      { body: { cause, errorMessage: expect.any(String), errorId: expect.any(String) } },
    ])
    expect(cloud.journal.entries().some(({ kind }) => kind === 'warning')).toBe(true)
  })

  it('ends with application-error when it connects an unanswered call, where the switch says so', async () => {
    const { disconnects } = await ringing({ switches: { connectAnswers: 'application-error' } })
    expect(disconnects()).toMatchObject([{ body: { cause: 'application-error' } }])
  })
})

describe('every call', () => {
  it('ends with one disconnect, which is tried once more after a connection failure', async () => {
    const { answer, cloud, names } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Pause duration="100"/>'))
    answer('/hooks/voice/disconnect', fallOver)
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    cloud.telephones.hangUp()
    cloud.telephones.hangUp()
    await pass(300)
    expect(names()).toEqual(['initiate', 'disconnect', 'disconnect'])
  })

  it('ignores the answer to a webhook that comes after its end', async () => {
    const { answer, cloud, names } = await staged()
    let reply: (response: Response) => void = () => {}
    answer(
      '/hooks/voice/initiate',
      () =>
        new Promise((resolve) => {
          reply = resolve
        }),
    )
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    cloud.telephones.hangUp()
    reply(bxml(redirect))
    await pass(300)
    expect(names()).toEqual(['initiate', 'disconnect'])
  })

  it('is cancelled by a caller who gives up before it is answered', async () => {
    const { answer, cloud, disconnects } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Pause duration="100"/>'))
    const callId = cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    cloud.telephones.hangUp(callId)
    await settle()
    expect(disconnects()).toMatchObject([{ body: { cause: 'cancel' } }])
  })

  it('leaves a warning when the application cannot be told of its end', async () => {
    const { dial, summaries } = await staged()
    await dial('+19195550102', { disconnectUrl: undefined })
    await pass(1)
    expect(summaries().at(-1)).toContain('no disconnect URL')
  })

  it('needs a configured application to come in', async () => {
    const cloud = createCloud({ fetch: () => bxml() })
    expect(cloud.telephones.placeCall({ from: '+19195551234' })).toBeUndefined()
    cloud.configureApplication({ callInitiatedUrl: `${application}/hooks/voice/initiate` })
    expect(cloud.telephones.placeCall({ from: '+19195551234' })).toMatch(/^c-/)
    cloud.close()
  })
})

function fallOver(): Response {
  throw new Error('the application fell over')
}
