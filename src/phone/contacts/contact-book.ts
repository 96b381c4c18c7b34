/** Somebody the agent knows. `numbers` are E.164, at least one. */
export type Contact = { id: string; name: string; numbers: readonly string[]; note: string }

/** The contacts, and whose a number is. */
export interface ContactBook {
  all: readonly Contact[]
  nameOf: (number: string) => string | undefined
}

/** A number that two have belongs to the one that was there first. */
export function createContactBook(all: readonly Contact[]): ContactBook {
  const names = new Map<string, string>()
  for (const { name, numbers } of all) {
    for (const number of numbers) if (!names.has(number)) names.set(number, name)
  }
  return { all, nameOf: (number) => names.get(number) }
}
