/** What leads to the diagnostics. The words in them load with them. */
export const insightWords = {
  open: 'Diagnostics',
  explain: 'What this code means',
  sequence: 'Sequence of this call',
  unavailable: {
    what: 'The diagnostics could not be loaded.',
    todo: 'Look at the network, then reload the page.',
  },
}
