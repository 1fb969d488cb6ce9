import { useState } from 'preact/hooks'
import { customerPath } from '../shared/api.ts'
import { useDesk } from './desk.ts'

interface ShortcutsProps {
  externalUserId: string
  hasComplaint: boolean
  onPlan(): void
  onRefer(): void
  onComplain(): void
}

/** Small things one tap away, below the one thing to do. */
export function Shortcuts({ externalUserId, hasComplaint, onPlan, onRefer, onComplain }: ShortcutsProps) {
  const desk = useDesk()
  const [hasVisited, setVisited] = useState(false)
  const visit = async () => {
    setVisited(true)
    try {
      await desk.reporter.report(`${customerPath(externalUserId)}/visits`, {})
      desk.say('已记下今天到店 ✓')
    } catch (error) {
      setVisited(false)
      desk.say(`没有记下：${(error as Error).message}`)
    }
  }
  return (
    <div class="block shortcuts">
      <button type="button" class="quiet" disabled={hasVisited} onClick={visit}>
        {hasVisited ? '今天到店 ✓' : '今天到店'}
      </button>
      <button type="button" class="quiet" aria-haspopup="dialog" onClick={onPlan}>
        接下来的安排
      </button>
      <button type="button" class="quiet" aria-haspopup="dialog" onClick={onRefer}>
        老带新
      </button>
      {!hasComplaint && (
        <button type="button" class="quiet" aria-haspopup="dialog" onClick={onComplain}>
          登记投诉
        </button>
      )}
    </div>
  )
}
