import type { SegmentRunView } from '../../../app/features/segments/contract.ts'
import { formatMoment } from '../../shared/format.ts'

const KIND_TITLES = { follow_ups: '安排跟进', tag: '打标签', mass_send: '群发' } as const

export function SegmentRuns({ runs, nowMs }: { runs: readonly SegmentRunView[]; nowMs: number }) {
  if (runs.length === 0) return null
  return (
    <section class="seg-runs" aria-label="做过的事">
      <h2>做过的事</h2>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <strong>{run.name}</strong>
            <span class="soft">
              {KIND_TITLES[run.kind]} · {formatMoment(run.atMs, nowMs)}
            </span>
            <span>{run.state === 'done' ? `${run.reached} 位，已完成` : `已到 ${run.reached} 位`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
