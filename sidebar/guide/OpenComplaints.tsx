import type { ComplaintRow } from '../../app/features/complaints/contract.ts'
import { formatMoment } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'

/** What is wrong and not settled yet, of my customers. */
export function OpenComplaints({ nowMs }: { nowMs: number }) {
  const { looks } = useDesk()
  const { data } = useLoaded<{ rows: ComplaintRow[] }>('/api/complaints', looks)
  if (!data || data.rows.length === 0) return null
  return (
    <section class="block rest" aria-labelledby="complaints-title">
      <h2 id="complaints-title">没处理完的投诉（{data.rows.length}）</h2>
      <ul class="todo">
        {data.rows.map((row) => (
          <li key={row.id}>
            <a href={`#/c/${encodeURIComponent(row.externalUserId)}`}>
              <span class="todo-name">{row.customerName}</span>
              <span class="todo-title">{row.kindText}</span>
              <span class="todo-reason">{row.body}</span>
              <span class="todo-day">{formatMoment(row.openedAtMs, nowMs)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
