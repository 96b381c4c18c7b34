import type { ReactNode } from 'react'
import { Explain } from '../kit/explain.tsx'
import { explain } from '../words.ts'

export function Unavailable(): ReactNode {
  return (
    <div role="alert">
      <Explain {...explain('insight.unavailable')} />
    </div>
  )
}
