import { userEvent } from 'vitest/browser'

/** Clicks in the page: before a gesture a browser starts no AudioContext and plays no element. */
export async function allowSound(): Promise<void> {
  await userEvent.click(document.body)
}
