import { describeError } from './offline-reason.ts'
import type { NumberPlan } from './number-plan.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { NoticeCode, PhoneState } from './phone-state.ts'
import { defaultPreferences } from './preferences.ts'

export type NumberPlanControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  /** @throws RangeError for a country without a numbering plan */
  load: (country: string) => Promise<NumberPlan>
  log: (level: 'warn', message: string) => void
}

/** Keeps the state's number plan that of the preferred country. */
export interface NumberPlanControl {
  /** The plan of the preferred country, loaded if need be. Rejects where it cannot be. */
  current: () => Promise<NumberPlan>
  /** @returns what is to be dialled, E.164; or undefined after a notice that says why it cannot be */
  read: (input: string) => Promise<string | undefined>
  follow: (state: PhoneState, previous: PhoneState) => void
}

export function createNumberPlanControl(options: NumberPlanControlOptions): NumberPlanControl {
  const { getState, dispatch, load, log } = options
  const preferred = (): string => getState().preferences.country

  async function current(): Promise<NumberPlan> {
    const country = preferred()
    const { numberPlan } = getState()
    if (numberPlan?.country.code === country) return numberPlan
    const loaded = await loadOrDefault(country)
    // Another country has been chosen while this one was loading.
    if (preferred() !== country && preferred() !== loaded.country.code) return current()
    dispatch({ type: 'numberPlanLoaded', numberPlan: loaded })
    return loaded
  }

  /** A country without a plan is a preference that makes no sense. */
  async function loadOrDefault(country: string): Promise<NumberPlan> {
    try {
      return await load(country)
    } catch (error) {
      const fallback = defaultPreferences.country
      if (!(error instanceof RangeError) || country === fallback) throw error
      const loaded = await load(fallback)
      if (preferred() === country) {
        dispatch({ type: 'preferencesChanged', preferences: { country: fallback } })
      }
      return loaded
    }
  }

  const refresh = (): void => {
    current().catch((error: unknown) => log('warn', describeError(error)))
  }

  const raise = (code: NoticeCode): void => dispatch({ type: 'noticeRaised', notice: { code } })

  async function read(input: string): Promise<string | undefined> {
    try {
      const number = (await current()).parse(input)
      if (number.status !== 'impossible') return number.e164
      raise(`number-${number.reason}`)
    } catch (error) {
      log('warn', describeError(error))
      raise('number-plan-unavailable')
    }
    return undefined
  }

  refresh()
  return {
    current,
    read,
    follow: (state, previous) => {
      if (state.preferences.country !== previous.preferences.country) refresh()
    },
  }
}
