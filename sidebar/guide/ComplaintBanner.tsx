import type { ComplaintView } from '../../app/features/complaints/contract.ts'
import { formatMoment } from '../shared/format.ts'

interface ComplaintBannerProps {
  complaint: ComplaintView
  nowMs: number
  onAdd(): void
  onClose(): void
}

/** Above everything: while something is wrong, nothing else is said to this customer. */
export function ComplaintBanner({ complaint, nowMs, onAdd, onClose }: ComplaintBannerProps) {
  const { kindText, body, openedAtMs, openedByName } = complaint
  return (
    <section class="block complaint" aria-labelledby="complaint-title">
      <h2 id="complaint-title">有投诉还没处理完：{kindText}</h2>
      <p class="said">{body}</p>
      <p class="note">
        {formatMoment(openedAtMs, nowMs)} {openedByName}记下 · 处理好之前，别的跟进都先停
      </p>
      <div class="acts">
        <button type="button" aria-haspopup="dialog" onClick={onClose}>
          处理好了
        </button>
        <button type="button" class="quiet" aria-haspopup="dialog" onClick={onAdd}>
          补充几句
        </button>
      </div>
    </section>
  )
}
