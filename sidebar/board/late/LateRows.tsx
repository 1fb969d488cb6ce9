import type { LateBoard } from '../../../app/features/boards/contract.ts'
import { formatMoment } from '../../shared/format.ts'

/** Who waits, the longest first. What was to be said is the guide's and stays there. */
export function LateRows({ board, nowMs }: { board: LateBoard; nowMs: number }) {
  const { rows, state, hasMore } = board
  if (rows.length === 0)
    return <p class="empty">{state === 'overdue' ? '没有拖着的跟进。' : '近 14 天没有过期的跟进。'}</p>
  return (
    <section aria-labelledby="late-rows">
      <h2 id="late-rows">
        {state === 'overdue' ? '还没跟进的客户' : '过期的跟进'}（{hasMore ? `前 ${rows.length}` : rows.length}）
      </h2>
      <ul class="late-rows">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>
              {row.customerName} · {row.title}
            </strong>
            <span class="soft">
              {row.guideName} · {row.storeName} · 该在 {formatMoment(row.dueAtMs, nowMs)}
              {!row.isSeen && ' · 导购没有看到'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
