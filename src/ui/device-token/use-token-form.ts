import { useEffect, useState } from 'react'
import type { FormEvent, RefObject } from 'react'
import {
  checkGatewayAddress,
  defaultGatewayUrls,
  readDeviceToken,
  trimDeviceToken,
} from '../../phone/device-token.ts'
import { usePhoneActions } from '../phone-context.ts'
import { isUsable, maskToken, problemOfAddress, problemOfToken } from './describe-token.ts'
import type { TokenPage } from './use-token-page.ts'

/** `isGiven` once it is whole: pasted, or typed and left. */
const nothing = { text: '', isGiven: false }

export type TokenFields = {
  token: RefObject<HTMLElement | null>
  address: RefObject<HTMLElement | null>
}

/**
 * What has been pasted, and what is to be said of it. The token is in this state while the form is on the screen, and
 * handed to the phone on `connect`; whatever takes the form away takes the token with it.
 * @param now in milliseconds since the epoch
 * @param fields what gets the focus where something is missing
 */
export function useTokenForm(now: number, page: TokenPage, fields: TokenFields) {
  const phone = usePhoneActions()
  const [{ text, isGiven }, setEntry] = useState(nothing)
  const [asked, setAsked] = useState({ token: false, address: false })

  const token = readDeviceToken(text)
  const platform = token.status === 'invalid' ? 'brtc' : token.platform
  const isMasked = isGiven && token.status !== 'invalid'
  const address = page.typedAddress ?? defaultGatewayUrls[platform]
  const checked = checkGatewayAddress(address, platform)

  useEffect(() => {
    // A page that is left may be kept, and come back with all that is in it.
    const forget = () => setEntry(nothing)
    addEventListener('pagehide', forget)
    return () => removeEventListener('pagehide', forget)
  }, [])

  return {
    token: {
      isEmpty: text === '',
      shown: isMasked ? maskToken(trimDeviceToken(text)) : text,
      isMasked,
      read: token,
      problem: isGiven || asked.token ? problemOfToken(token, now) : undefined,
      change: (value: string) => {
        const isTyped = Math.abs(value.length - text.length) <= 1
        setEntry({ text: value, isGiven: !isTyped })
        setAsked({ ...asked, token: false })
      },
      leave: () => setEntry({ text, isGiven: text !== '' }),
      forget: () => {
        setEntry(nothing)
        fields.token.current?.focus()
      },
    },
    address: {
      text: address,
      problem:
        asked.address && checked.status === 'invalid'
          ? problemOfAddress(checked.reason)
          : undefined,
      change: (value: string) => {
        page.typeAddress(value)
        setAsked({ ...asked, address: false })
      },
      leave: () => setAsked({ ...asked, address: true }),
    },
    connect: (event: FormEvent) => {
      event.preventDefault()
      setAsked({ token: true, address: true })
      if (!isUsable(token)) fields.token.current?.focus()
      else if (checked.status === 'invalid') fields.address.current?.focus()
      else phone.goOnlineWith({ token: text, gatewayUrl: checked.url })
    },
  }
}
