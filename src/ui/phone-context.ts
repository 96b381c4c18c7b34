import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { PhoneState } from '../phone/phone-state.ts'
import type { Phone } from '../phone/phone.ts'

export const PhoneContext = createContext<Phone | null>(null)

/** Selects from the phone's state; the component renders again only when what it selected has changed. */
export function usePhone<T>(selector: (state: PhoneState) => T): T {
  return useStore(usePhoneActions().store, selector)
}

/** The phone itself, for its actions and its levels: never changes, so it never renders anything again. */
export function usePhoneActions(): Phone {
  const phone = use(PhoneContext)
  if (!phone) throw new Error('usePhone needs an <App> above it')
  return phone
}
