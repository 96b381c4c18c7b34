import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Phone } from '../../phone/phone.ts'
import type { Notice as NoticeState, NoticeCode } from '../../phone/phone-state.ts'
import { isSilenced } from '../../phone/reachable.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { explainNotice } from './notice-words.ts'
import styles from './notice.module.css'
import { SilenceNotice } from './silence-notice.tsx'

/**
 * What the agent must see: what happened, what to do, the stable code, and a way to put it away. A page without sound
 * comes first: one press mends it, and whatever else there is waits behind it.
 */
export function Notice(): ReactNode {
  const phone = usePhoneActions()
  const notice = usePhone((state) => state.notice)
  const isSilent = usePhone(isSilenced)
  if (isSilent) return <SilenceNotice />
  if (!notice) return null
  const wayOut = wayOutOf(notice, phone)
  return (
    <div className={styles.notice}>
      <div role="alert">
        <Explain {...explainNotice(notice)} code={notice.code} detail={notice.detail} />
      </div>
      {wayOut && (
        <Button size="small" className={styles.wayOut} onClick={wayOut.take}>
          {wayOut.label}
        </Button>
      )}
      <Button
        tone="bare"
        size="small"
        aria-label={text('notice.dismiss')}
        icon={<X />}
        className={styles.dismiss}
        onClick={phone.dismissNotice}
      />
    </div>
  )
}

/** What one press can do about it, where there is such a thing. */
function wayOutOf(
  { code, changes = [] }: NoticeState,
  phone: Phone,
): { label: string; take: () => void } | undefined {
  if (code === 'device-back') {
    const take = () => changes.forEach(({ kind, id = '' }) => phone.chooseDevice(kind, id))
    return { label: text('notice.useIt'), take }
  }
  if (withoutMicrophone.has(code)) {
    const { microphone } = phone.store.getState().devices
    return {
      label: text('notice.tryAgain'),
      take: () => phone.chooseDevice('microphone', microphone),
    }
  }
  return undefined
}

const withoutMicrophone: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  'microphone-lost',
  'microphone-revoked',
  'microphone-taken',
])
