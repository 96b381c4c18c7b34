import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'
import { dialogWords } from './dialog-words.ts'

export type ExportButtonsProps = {
  /** Made when it is wanted. */
  text: () => string
  fileName: string
  type: string
  /** Of what is copied and downloaded, for the names of the buttons. */
  what: string
}

/** Copies a text, or saves it as a file. */
export function ExportButtons({ text, fileName, type, what }: ExportButtonsProps): ReactNode {
  const announce = useAnnounce()
  const [said, setSaid] = useState('')
  const isCopied = said === dialogWords.copied

  const copy = async () => {
    const outcome = await navigator.clipboard.writeText(text()).then(
      () => dialogWords.copied,
      () => dialogWords.notCopied,
    )
    setSaid(outcome)
    announce(outcome)
    setTimeout(() => setSaid(''), 3_000)
  }

  return (
    <>
      <Button size="small" icon={isCopied ? <Check /> : <Copy />} onClick={() => void copy()}>
        {isCopied ? said : `${dialogWords.copy} ${what}`}
      </Button>
      <Button
        size="small"
        tone="bare"
        icon={<Download />}
        aria-label={`Download ${what}`}
        title={`Download ${what}`}
        onClick={() => save(text(), fileName, type)}
      />
      {said !== '' && !isCopied && <p>{said}</p>}
    </>
  )
}

function save(text: string, fileName: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
