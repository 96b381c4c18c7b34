/** What judges a call by its statistics: loaded with the first call that is connected. */
export { readStatistics, sampleBetween } from './quality-reading.ts'
export { summarise } from './quality-score.ts'
export { judge, undecided } from './quality-warning.ts'
