import * as v from 'valibot'

/** The statistics of a report that are what the schema says: a browser leaves out, and adds, what it likes. */
export function selectStatistics<const Schema extends v.GenericSchema>(
  report: RTCStatsReport,
  schema: Schema,
): v.InferOutput<Schema>[] {
  const found: v.InferOutput<Schema>[] = []
  report.forEach((statistic: unknown) => {
    const parsed = v.safeParse(schema, statistic)
    if (parsed.success) found.push(parsed.output)
  })
  return found
}
