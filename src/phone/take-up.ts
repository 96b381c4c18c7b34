import type { EndpointGrant } from '../wire/phone-api.ts'
import type { PhoneState } from './phone-state.ts'
import type { Application } from './ports.ts'
import type { Unfinished } from './unfinished.ts'

/** What the next page needs for the call of this one; undefined where there is none that it could take up. */
export function unfinishedOf(
  { call, session }: Pick<PhoneState, 'call' | 'session'>,
  grant: EndpointGrant | undefined,
  uniqueId: string,
): Unfinished | undefined {
  const isUp = session.status === 'online' && !session.isTokenPasted
  if (!isUp || !grant || call?.status !== 'connected' || call.lostAt !== undefined) return undefined
  const { number, direction, startedAt, answeredAt, applicationCallId, muted } = call
  const named = applicationCallId !== undefined && { applicationCallId }
  return { call: { number, direction, startedAt, answeredAt, muted, ...named }, grant, uniqueId }
}

/** The application, whose first endpoint is one that it has granted before. */
export function withGrant(application: Application, grant: EndpointGrant): Application {
  let isGiven = false
  return {
    ...application,
    createEndpoint: async () => {
      if (isGiven) return application.createEndpoint()
      isGiven = true
      return grant
    },
  }
}
