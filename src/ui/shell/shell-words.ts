export const shellWords = {
  headline: 'There is no network.',
  detail:
    'This page is the one that was kept here: nobody can call, and nobody can be called, until the network is back.',
}
