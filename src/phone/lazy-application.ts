import type { Application } from './ports.ts'

/**
 * The application, whose code comes after the first picture: nothing is asked of it before. Where it cannot be had, what is
 * asked fails as it does where the application cannot be reached, and the next question tries again.
 */
export function createLazyApplication(load: () => Promise<Application>): Application {
  let loading: Promise<Application> | undefined
  let loaded: Application | undefined

  function application(): Promise<Application> {
    loading ??= load().then(
      (client) => (loaded = client),
      (error: unknown) => {
        loading = undefined
        throw error
      },
    )
    return loading
  }

  return {
    createEndpoint: async () => (await application()).createEndpoint(),
    deleteEndpoint: async (id) => (await application()).deleteEndpoint(id),
    // About an endpoint, for which it has been loaded.
    releaseEndpoint: (id, unlessBack) => loaded?.releaseEndpoint(id, unlessBack),
    // The endpoint may be one that the page before this one was given.
    subscribe: (id, listener) => {
      let isOver = false
      let leave = () => {}
      const follow = (client: Application) => {
        if (!isOver) leave = client.subscribe(id, listener)
      }
      if (loaded) follow(loaded)
      else application().then(follow, listener.onLost)
      return () => {
        isOver = true
        leave()
      }
    },
    accepted: async (id) => (await application()).accepted(id),
    declined: async (id) => (await application()).declined(id),
    hangUp: async (id) => (await application()).hangUp(id),
    setPresence: async (presence) => (await application()).setPresence(presence),
    requestOutbound: async (id, to) => (await application()).requestOutbound(id, to),
  }
}
