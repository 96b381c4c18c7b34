import { useRef } from 'react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export type FileButtonProps = {
  /** As `accept` of an input has it. */
  accept: string
  icon?: ReactNode
  onFile: (bytes: Uint8Array<ArrayBuffer>, name: string) => void
  children: ReactNode
}

/** Lets the agent choose a file. The same one can be chosen again. */
export function FileButton({ accept, icon, onFile, children }: FileButtonProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={typeof children === 'string' ? children : undefined}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          target.value = ''
          if (file)
            void file.arrayBuffer().then((buffer) => onFile(new Uint8Array(buffer), file.name))
        }}
      />
    </>
  )
}
