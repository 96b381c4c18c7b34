import type { ReactNode } from 'react'
import { Explain } from '../kit/explain.tsx'
import { Modal } from '../kit/modal.tsx'
import { insightWords } from './insight-words.ts'

export function Unavailable({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Modal title={insightWords.title} onClose={onClose}>
      <div role="alert">
        <Explain {...insightWords.unavailable} />
      </div>
    </Modal>
  )
}
