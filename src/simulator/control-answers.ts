import type { Context } from 'hono'
import * as v from 'valibot'
import type { ControlError } from './control-messages.ts'

/** The body, or the answer that says what is wrong with it. */
export async function readBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema> | Response> {
  const body: unknown = await c.req.json().catch(() => undefined)
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  return refuse(c, 400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

export function refuse(c: Context, status: 400 | 403 | 404 | 409, error: string): Response {
  return c.json({ error } satisfies ControlError, status)
}
