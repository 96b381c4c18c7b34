export const shellWords = {
  update: {
    what: 'A newer version is ready.',
    todo: 'Reloading takes the phone offline for a moment.',
    act: 'Reload now',
    dismiss: 'Later',
  },
  withoutNetwork: {
    headline: 'There is no network.',
    detail:
      'This page is the one that was kept here: nobody can call, and nobody can be called, until the network is back.',
  },
}
