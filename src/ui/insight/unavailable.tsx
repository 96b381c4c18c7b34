import type { ReactNode } from 'react'
import { Explain } from '../kit/explain.tsx'
import { insightWords } from './insight-words.ts'

export function Unavailable(): ReactNode {
  return (
    <div role="alert">
      <Explain {...insightWords.unavailable} />
    </div>
  )
}
