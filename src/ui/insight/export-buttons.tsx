import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'

export type ExportButtonsProps = {
  /** Made when it is wanted. */
  write: () => string
  fileName: string
  type: string
  /** Of what is copied and downloaded, for the names of the buttons. */
  what: string
}

/** Copies a text, or saves it as a file. */
export function ExportButtons({ write, fileName, type, what }: ExportButtonsProps): ReactNode {
  const announce = useAnnounce()
  const [said, setSaid] = useState('')
  const isCopied = said === text('diagnostics.copied')

  const copy = async () => {
    const outcome = await navigator.clipboard.writeText(write()).then(
      () => text('diagnostics.copied'),
      () => text('diagnostics.notCopied'),
    )
    setSaid(outcome)
    announce(outcome)
    setTimeout(() => setSaid(''), 3_000)
  }

  return (
    <>
      <Button size="small" icon={isCopied ? <Check /> : <Copy />} onClick={() => void copy()}>
        {isCopied ? said : text('diagnostics.copy', { what })}
      </Button>
      <Button
        size="small"
        tone="bare"
        icon={<Download />}
        aria-label={text('diagnostics.download', { what })}
        title={text('diagnostics.download', { what })}
        onClick={() => save(write(), fileName, type)}
      />
      {said !== '' && !isCopied && <p>{said}</p>}
    </>
  )
}

function save(content: string, fileName: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
