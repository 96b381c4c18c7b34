/** Resolves when the condition holds; rejects after 5 s. */
export async function until(
  condition: () => boolean,
  deadline = Date.now() + 5_000,
): Promise<void> {
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('The device did not answer the offer')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
