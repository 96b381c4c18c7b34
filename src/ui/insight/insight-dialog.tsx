import { useState } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import { CatalogueView } from '../catalogue/catalogue-view.tsx'
import { DiagnosticsView } from '../diagnostics/diagnostics-view.tsx'
import { Modal } from '../kit/modal.tsx'
import { Segments } from '../kit/segments.tsx'
import { SequenceView } from '../sequence/sequence-view.tsx'
import type { InsightTarget, InsightView } from './insight-context.ts'

export type InsightDialogProps = { target: InsightTarget; onClose: () => void }

/** The inside of the phone: what went by in a call, what the phone wrote down about itself, and what its codes mean. */
export function InsightDialog({ target, onClose }: InsightDialogProps): ReactNode {
  const [view, setView] = useState(target.view)
  return (
    <Modal title={text('insight.open')} size="wide" onClose={onClose}>
      <Segments
        label={text('diagnostics.views')}
        choices={viewWords}
        chosen={view}
        onChoose={setView}
      />
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

const viewWords: Record<InsightView, TextKey> = {
  sequence: 'diagnostics.sequence',
  log: 'diagnostics.log',
  codes: 'diagnostics.codes',
}
