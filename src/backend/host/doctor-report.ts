/** What a check found: one sentence of what is so, and one of what to do where something has to be done. */
export type Finding =
  | { status: 'ok'; what: string }
  /** Something else has to be put right before it can be told. */
  | { status: 'skipped'; what: string }
  /** Calls may work all the same. */
  | { status: 'warning'; what: string; todo: string }
  /** Calls, or some of them, will not work. */
  | { status: 'problem'; what: string; todo: string }

/** Checks know nothing of each other; what two of them need is asked for once, in what they were made from. */
export type Check = { name: string; run: () => Promise<Finding> }

export const ok = (what: string): Finding => ({ status: 'ok', what })
export const skipped = (what: string): Finding => ({ status: 'skipped', what })
export const warning = (what: string, todo: string): Finding => ({ status: 'warning', what, todo })
export const problem = (what: string, todo: string): Finding => ({ status: 'problem', what, todo })

export type ReportOptions = {
  /** Never written, whatever a finding says. */
  secrets: readonly string[]
  write: (line: string) => void
}

/**
 * Runs all checks at once and writes what they found in their order, as soon as it is known.
 * @returns whether there is no problem; warnings are none
 */
export async function report(
  checks: readonly Check[],
  { secrets, write }: ReportOptions,
): Promise<boolean> {
  const written = (line: string) => write(withoutSecrets(line, secrets))
  const running = checks.map((check) => ({ name: check.name, finding: examine(check) }))
  const found: Finding['status'][] = []
  for (const { name, finding } of running) {
    // oxlint-disable-next-line no-await-in-loop -- they run already; only their lines wait for each other
    const result = await finding
    found.push(result.status)
    for (const line of linesOf(name, result)) written(line)
  }
  written(summaryOf(found))
  return !found.includes('problem')
}

/** A check that breaks is a finding too: the others are worth having. */
async function examine({ run }: Check): Promise<Finding> {
  try {
    return await run()
  } catch (error) {
    const kind = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown error'
    return problem(
      `This check could not be carried out (${kind}).`,
      'Run the doctor again; if it stays so, report it as a fault of Offhook.',
    )
  }
}

const labels: Record<Finding['status'], string> = {
  ok: 'ok      ',
  skipped: 'skipped ',
  warning: 'WARNING ',
  problem: 'PROBLEM ',
}

function linesOf(name: string, finding: Finding): string[] {
  const line = `${labels[finding.status]} ${name}: ${finding.what}`
  return 'todo' in finding ? [line, `${' '.repeat(labels.ok.length)} → ${finding.todo}`] : [line]
}

function summaryOf(found: readonly Finding['status'][]): string {
  const count = (status: Finding['status']) => found.filter((other) => other === status).length
  const problems = count('problem')
  const warnings = count('warning')
  const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
  return `\n${plural(problems, 'problem')}, ${plural(warnings, 'warning')}, ${count('ok')} ok, ${count('skipped')} skipped`
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce(
      (text, secret) => text.replaceAll(secret, '…').replaceAll(encodeURIComponent(secret), '…'),
      line,
    )
}
