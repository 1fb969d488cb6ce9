import { useState } from 'preact/hooks'
import { Sheet } from '../shared/Sheet.tsx'

const SNOOZES = [
  ['tonight', '今晚'],
  ['tomorrow_morning', '明天上午'],
  ['in_3_days', '3 天后'],
] as const

const REASONS = ['客户已经说过不需要', '刚刚联系过', '现在不方便打扰', '信息不对，不该跟进']

interface NowMenuProps {
  title: string
  isCall: boolean
  onSwap(): void
  onAct(name: string, body: object, said: string): Promise<void>
  onMute(until: 'tomorrow' | 'ever'): Promise<void>
  onClose(): void
}

/** What else can be done with a follow-up than sending it. */
export function NowMenu({ title, isCall, onSwap, onAct, onMute, onClose }: NowMenuProps) {
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
      <fieldset class="choice">
        <legend class="note">推迟到</legend>
        {SNOOZES.map(([until, text]) => (
          <button
            type="button"
            key={until}
            aria-label={`推迟到${text}`}
            onClick={() => onAct('snooze', { until }, `已推迟到${text}`)}
          >
            {text}
          </button>
        ))}
      </fieldset>
      <div class="menu">
        <button type="button" onClick={onSwap}>
          换一条话术
        </button>
        {!isCall && (
          <button type="button" onClick={() => onAct('done', {}, '已记为线下跟进 ✓')}>
            已线下跟进
          </button>
        )}
        <button type="button" onClick={() => setSkipping(true)}>
          跳过，选个原因
        </button>
        <button type="button" onClick={() => onMute('tomorrow')}>
          今天别再提醒
        </button>
        <button type="button" onClick={() => onMute('ever')}>
          不再提醒此客户
        </button>
      </div>
    </Sheet>
  )
}
