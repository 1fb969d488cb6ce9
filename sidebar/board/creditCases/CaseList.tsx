import type { CaseOrder } from '../../../app/features/creditCases/contract.ts'
import { formatYuan } from '../../shared/format.ts'

interface CaseListProps<R> {
  rows: readonly R[]
  empty: string
  nextBefore: number | null
  onMore(before: number): void
  onOpen(row: R): void
  title(row: R): string
  about(row: R): string
}

/** Cases as rows that open: what is said, about which order, who holds it now. */
export function CaseList<R extends { id: number; order: CaseOrder }>(props: CaseListProps<R>) {
  const { rows, empty, nextBefore, onMore, onOpen, title, about } = props
  if (rows.length === 0) return <p class="empty">{empty}</p>
  return (
    <>
      <ul class="case-list">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" aria-haspopup="dialog" onClick={() => onOpen(row)}>
              <span class="case-title">{title(row)}</span>
              <span class="case-about">{about(row)}</span>
              <span class="soft">
                {row.order.storeName ?? '没有门店'} · {row.order.orderNo} · 实收 {formatYuan(row.order.netFen)}
              </span>
              <span class="soft">现在：{row.order.creditText || '还没算'}</span>
            </button>
          </li>
        ))}
      </ul>
      {nextBefore !== null && (
        <button type="button" onClick={() => onMore(nextBefore)}>
          看更早的
        </button>
      )}
    </>
  )
}
