import { useState } from 'preact/hooks'
import { Sheet } from '../shared/Sheet.tsx'

const SNOOZES = [
  ['tonight', '推迟到今晚'],
  ['tomorrow_morning', '推迟到明天上午'],
  ['in_3_days', '推迟 3 天'],
] as const

const REASONS = ['客户已经说过不需要', '刚刚联系过', '现在不方便打扰', '信息不对，不该跟进']

interface NowMenuProps {
  title: string
  canSwap: boolean
  onSwap(): void
  onAct(name: string, body: object, said: string): Promise<void>
  onClose(): void
}

/** What else can be done with a follow-up than sending it. */
export function NowMenu({ title, canSwap, onSwap, onAct, onClose }: NowMenuProps) {
  const [isSkipping, setSkipping] = useState(false)
  if (isSkipping)
    return (
      <Sheet key="skip" title="为什么跳过" onClose={onClose}>
        <div class="menu">
          {REASONS.map((reason) => (
            <button type="button" key={reason} onClick={() => onAct('skip', { reason }, '已跳过')}>
              {reason}
            </button>
          ))}
        </div>
      </Sheet>
    )
  return (
    <Sheet title={title} onClose={onClose}>
      <div class="menu">
        {canSwap && (
          <button type="button" onClick={onSwap}>
            换一条话术
          </button>
        )}
        <button type="button" onClick={() => onAct('done', {}, '已记为线下跟进 ✓')}>
          已线下跟进
        </button>
        {SNOOZES.map(([until, text]) => (
          <button type="button" key={until} onClick={() => onAct('snooze', { until }, `已${text}`)}>
            {text}
          </button>
        ))}
        <button type="button" onClick={() => setSkipping(true)}>
          跳过，选个原因
        </button>
      </div>
    </Sheet>
  )
}
