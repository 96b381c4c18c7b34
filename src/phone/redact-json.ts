import { redact } from './redact.ts'

/** `redact` for whatever JSON can say: in every text, in every name, and for numbers that may be a telephone's. */
export function redactJson(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? ofNumber(value) : value
  if (Array.isArray(value)) return value.map(redactJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      redact(name),
      typeof member === 'string' && isSecretName(name) ? '[token]' : redactJson(member),
    ]),
  )
}

function ofNumber(value: number): unknown {
  const text = String(value)
  return redact(text) === text ? value : '[number]'
}

const isSecretName = (name: string): boolean => /token|password|secret|authorization/i.test(name)
