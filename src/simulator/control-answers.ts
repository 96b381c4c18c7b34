import type { Context } from 'hono'
import * as v from 'valibot'
import type { ControlError } from './control-messages.ts'
import { controlOperations, type BodyOf, type BodyOperationName } from './control-operations.ts'

/** The body that the operation takes, or the answer that says what is wrong with it. */
export async function readBody<Name extends BodyOperationName>(
  c: Context,
  name: Name,
): Promise<BodyOf<Name> | Response> {
  const body: unknown = await c.req.json().catch(() => undefined)
  const schema: v.GenericSchema = controlOperations[name].body
  const parsed = v.safeParse(schema, body)
  // The schema is the operation's, which the compiler cannot follow through a variable.
  if (parsed.success) return parsed.output as BodyOf<Name>
  const [issue] = parsed.issues
  return refuse(c, 400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

export function refuse(c: Context, status: 400 | 403 | 404 | 409, error: string): Response {
  return c.json({ error } satisfies ControlError, status)
}
