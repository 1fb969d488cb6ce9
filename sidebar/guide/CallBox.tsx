import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'

interface CallBoxProps {
  outline: TalkTrackRow | null
  onCalled(): Promise<void>
  children?: ComponentChildren
}

/** A follow-up by phone: what to say, and one tap when it was said. The guide dials as always; numbers are not shown. */
export function CallBox({ outline, onCalled, children }: CallBoxProps) {
  const [isBusy, setBusy] = useState(false)
  const called = () => {
    setBusy(true)
    void onCalled().finally(() => setBusy(false))
  }
  return (
    <div class="composer main">
      {outline && (
        <div class="sentence">
          <p class="note">电话里可以这样说</p>
          <p class="said">{outline.text}</p>
        </div>
      )}
      <div class="acts">
        <button type="button" class="fill" disabled={isBusy} onClick={called}>
          已打过
        </button>
        {children}
      </div>
    </div>
  )
}
