import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BrtcError } from '../../brtc/errors.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { encodeToken } from '../../testing/device-token.ts'
import { App } from '../app.tsx'

const tokenField = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Device token' })
const addressField = () =>
  screen.getByRole<HTMLInputElement>('textbox', { name: 'Gateway address' })
const button = (name: string) => screen.getByRole('button', { name })
const fact = (term: string) => screen.getByText(term).parentElement

const now = Math.floor(Date.now() / 1_000)
const brtcToken = encodeToken({
  a: '5500001',
  endpointId: 'ep-9',
  iat: now - 300,
  exp: now + 3_700,
})
const expiredToken = encodeToken({ v: 'V3', p: 'participant-1', exp: now - 3 * 3_600 - 60 })

async function openPage(address = '/?token') {
  history.replaceState(null, '', address)
  const test = createTestPhone()
  const user = userEvent.setup()
  render(<App phone={test.phone} />)
  const paste = async (text: string) => {
    await user.click(await tokenField())
    await user.paste(text)
  }
  return { ...test, user, paste }
}

// Loaded beforehand: how long that takes is the machine's business.
beforeAll(() => import('./device-token-scene.tsx'))
afterEach(() => history.replaceState(null, '', '/'))

describe('the way to the page', () => {
  it('is a link of the offline stage, and back is where it came from', async () => {
    const { user } = await openPage('/?platform=webrtc')
    await user.click(screen.getByRole('link', { name: 'Use a device token' }))
    expect(await tokenField()).toBeVisible()
    expect(location.search).toBe('?token&platform=webrtc')
    await user.click(screen.getByRole('link', { name: 'Use the application instead' }))
    expect(screen.getByRole('heading', { name: 'Calls do not ring here yet.' })).toBeVisible()
    expect(location.search).toBe('?platform=webrtc')
  })

  it('is no place for the token itself, which is taken out of the address unread', async () => {
    await openPage(`/?token=${brtcToken}`)
    expect(await tokenField()).toHaveValue('')
    expect(location.search).toBe('?token')
  })
})

describe('what is pasted', () => {
  it('is read and masked at once', async () => {
    const { paste } = await openPage()
    await paste(brtcToken)
    const { value, readOnly } = await tokenField()
    expect(value).toMatch(/^•+[\w-]{6}$/)
    expect(brtcToken.endsWith(value.slice(-6))).toBe(true)
    expect(readOnly).toBe(true)
    expect(document.body.innerHTML).not.toContain(brtcToken)
    expect(fact('Platform')).toHaveTextContent('BRTC')
    expect(fact('Account')).toHaveTextContent('5500001')
    expect(fact('Endpoint')).toHaveTextContent('ep-9')
    expect(fact('Issued')).toHaveTextContent('5 minutes ago')
    expect(fact('Expires')).toHaveTextContent('in 1 hour')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is left alone until the field is left, where it is typed', async () => {
    const { user } = await openPage()
    await user.type(await tokenField(), 'header.claims')
    expect(screen.queryByRole('alert')).toBeNull()
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent('token-not-three-parts')
    await user.type(await tokenField(), '.signature')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(await tokenField()).toHaveValue('header.claims.signature')
    await user.tab()
    expect((await tokenField()).value).toMatch(/^•+ature$/)
    expect(fact('Platform')).toHaveTextContent('BRTC, as far as one can see')
  })

  it('names the platform and brings its gateway, unless another was typed', async () => {
    const { paste, user } = await openPage()
    expect(addressField().value).toMatch(/^wss:\/\/gateway\./)
    await paste(expiredToken)
    expect(fact('Platform')).toHaveTextContent('Bandwidth WebRTC v3')
    expect(fact('Participant')).toHaveTextContent('participant-1')
    expect(addressField()).toHaveValue('wss://device.webrtc.bandwidth.com')
    await user.clear(addressField())
    await user.type(addressField(), 'wss://own.test/')
    await user.click(button('Forget token'))
    expect(addressField()).toHaveValue('wss://own.test/')
  })

  it('may have expired: it says so, and can be tried', async () => {
    const { paste, user, state } = await openPage()
    await paste(expiredToken)
    expect(screen.getByRole('alert')).toHaveTextContent('The token expired 3 hours ago.')
    expect(screen.getByRole('alert')).toHaveTextContent('token-expired')
    await user.click(button('Connect'))
    await waitFor(() => expect(state().session.status).toBe('online'))
  })

  it.each([
    ['hello world', 'token-not-three-parts'],
    ['https://example.com/', 'token-wrong-characters'],
  ])('is no token where it is %j, and stays to be seen', async (text, code) => {
    const { paste, user, state } = await openPage()
    await paste(text)
    expect(await tokenField()).toHaveValue(text)
    expect(await tokenField()).toBeInvalid()
    expect(screen.getByRole('alert')).toHaveTextContent('That is not a device token.')
    expect(screen.getByRole('alert')).toHaveTextContent(code)
    await user.click(button('Connect'))
    expect(await tokenField()).toHaveFocus()
    expect(state().session.status).toBe('offline')
  })

  it('may be of a version that this phone does not speak', async () => {
    const { paste, user, state } = await openPage()
    await paste(encodeToken({ v: 'v2' }))
    expect(fact('Platform')).toHaveTextContent('Bandwidth WebRTC v2')
    expect(screen.getByRole('alert')).toHaveTextContent('token-version-2')
    await user.click(button('Connect'))
    expect(state().session.status).toBe('offline')
  })

  it('is forgotten on demand, and another can follow', async () => {
    const { paste, user } = await openPage()
    await paste(brtcToken)
    await user.click(button('Forget token'))
    expect(await tokenField()).toHaveValue('')
    expect(await tokenField()).toHaveFocus()
    expect(screen.queryByText('Platform')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Forget token' })).toBeNull()
    await user.paste(expiredToken)
    expect(fact('Platform')).toHaveTextContent('Bandwidth WebRTC v3')
  })

  it('is forgotten with the page', async () => {
    const { paste } = await openPage()
    await paste(brtcToken)
    act(() => void dispatchEvent(new Event('pagehide')))
    expect(await tokenField()).toHaveValue('')
  })

  it('is in no storage, and in no address', async () => {
    const { paste, user, state, phone } = await openPage()
    await paste(brtcToken)
    await user.click(button('Connect'))
    await waitFor(() => expect(state().session.status).toBe('online'))
    const kept = [localStorage, sessionStorage].map((storage) => JSON.stringify(storage))
    const traces = [...kept, location.href, document.documentElement.outerHTML, document.cookie]
    expect([...traces, JSON.stringify(phone.log())].join('\n')).not.toContain(
      brtcToken.split('.')[1],
    )
  })
})

describe('the gateway address', () => {
  it.each([
    ['ws://gateway.test/', 'address-not-encrypted'],
    ['https://gateway.test/', 'address-not-websocket'],
    ['wss://gateway.test/?token=abc', 'address-has-secret'],
  ])('is refused where it is %s', async (address, code) => {
    const { paste, user, state } = await openPage()
    await paste(brtcToken)
    await user.clear(addressField())
    await user.type(addressField(), address)
    expect(screen.queryByRole('alert')).toBeNull()
    await user.click(button('Connect'))
    expect(screen.getByRole('alert')).toHaveTextContent(code)
    expect(addressField()).toHaveFocus()
    expect(state().session.status).toBe('offline')
  })
})

describe('connecting', () => {
  it('needs a token', async () => {
    const { user } = await openPage()
    await tokenField()
    await user.click(button('Connect'))
    expect(screen.getByRole('alert')).toHaveTextContent('token-empty')
  })

  it('needs no mouse, goes to the address given, and says what cannot be known', async () => {
    const { user, client } = await openPage()
    const field = await tokenField()
    act(() => field.focus())
    await user.paste(brtcToken)
    await user.tab()
    expect(addressField()).toHaveFocus()
    await user.clear(addressField())
    await user.keyboard('wss://own.test/endpoints{Enter}')
    expect(await screen.findByRole('heading', { name: 'Calls may not ring here.' })).toBeVisible()
    const [connected] = client().connect.mock.lastCall ?? []
    expect(connected).toMatchObject({
      gatewayUrl: 'wss://own.test/endpoints',
      endpointToken: brtcToken,
    })
    expect(screen.getByRole('status', { name: 'Phone status' })).toHaveTextContent('Connected')
    expect(screen.getByText(/a pasted token has no application to confirm it/)).toBeVisible()
  })

  it('comes back to an empty field and the same gateway when it is over, with the reason if any', async () => {
    const { paste, user, client } = await openPage()
    await paste(brtcToken)
    await user.clear(addressField())
    await user.type(addressField(), 'wss://own.test/endpoints')
    await user.click(button('Connect'))
    await user.click(await screen.findByRole('button', { name: 'Go offline' }))
    expect(await tokenField()).toHaveValue('')
    expect(addressField()).toHaveValue('wss://own.test/endpoints')
    expect(screen.queryByRole('alert')).toBeNull()

    await paste(brtcToken)
    await user.click(button('Connect'))
    await screen.findByRole('button', { name: 'Go offline' })
    act(() =>
      client().emit({ type: 'disconnected', error: new BrtcError('closed', 'x'), closeCode: 1000 }),
    )
    expect(await tokenField()).toHaveValue('')
    expect(screen.getByRole('alert')).toHaveTextContent('Create a new device token')
    expect(screen.getByRole('alert')).toHaveTextContent('endpoint-ended')
  })
})
