import { useState } from 'react'
import type { ReactNode } from 'react'
import { CatalogueView } from '../catalogue/catalogue-view.tsx'
import { DiagnosticsView } from '../diagnostics/diagnostics-view.tsx'
import { Modal } from '../kit/modal.tsx'
import { Segments } from '../kit/segments.tsx'
import { SequenceView } from '../sequence/sequence-view.tsx'
import type { InsightTarget } from './insight-context.ts'
import { dialogWords, viewWords } from './dialog-words.ts'

export type InsightDialogProps = { target: InsightTarget; onClose: () => void }

/** The inside of the phone: what went by in a call, what the phone wrote down about itself, and what its codes mean. */
export function InsightDialog({ target, onClose }: InsightDialogProps): ReactNode {
  const [view, setView] = useState(target.view)
  return (
    <Modal title={dialogWords.title} size="wide" onClose={onClose}>
      <Segments label={dialogWords.views} choices={viewWords} chosen={view} onChoose={setView} />
      {view === 'sequence' && (
        <SequenceView callId={target.view === 'sequence' ? target.callId : undefined} />
      )}
      {view === 'log' && <DiagnosticsView />}
      {view === 'codes' && (
        <CatalogueView code={target.view === 'codes' ? target.code : undefined} />
      )}
    </Modal>
  )
}
