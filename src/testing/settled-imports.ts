import { afterAll, vi } from 'vitest'

// Files share what they import. A part that a test began to load and did not wait for would fail with the end of its file, and
// be as broken for whichever comes next.
afterAll(() => vi.dynamicImportSettled())
