import type { SegmentCount, SegmentPreview } from '../../../app/features/segments/contract.ts'
import { formatDay, formatWholeYuan } from '../../shared/format.ts'
import { LeftOutList } from './Reach.tsx'

/** How many, said again whenever it changes. */
export function Total({
  count,
  isBusy,
  fault,
}: {
  count: SegmentCount | undefined
  isBusy: boolean
  fault: string | undefined
}) {
  return (
    <p class="seg-total" role="status" aria-busy={isBusy}>
      {count && (
        <>
          <strong>{count.total.toLocaleString('zh-CN')}</strong> 位客户
        </>
      )}
      {!count && (fault ?? '正在数…')}
    </p>
  )
}

export function Counted({ count, fault }: { count: SegmentCount; fault: string | undefined }) {
  return (
    <>
      {fault && <p class="warn">{fault}</p>}
      <p>
        能联系到 {count.reachable.toLocaleString('zh-CN')} 位，今天还能打扰 {count.inBudget.toLocaleString('zh-CN')} 位
      </p>
      {count.leftOut.length > 0 && <h2>今天不打扰的</h2>}
      <LeftOutList leftOut={count.leftOut} />
    </>
  )
}

export function Preview({ preview, total, nowMs }: { preview: SegmentPreview; total: number; nowMs: number }) {
  if (preview.rows.length === 0) return <p class="empty">没有这样的客户，放宽一两个条件试试。</p>
  return (
    <>
      <h2>{total > preview.rows.length ? `其中 ${preview.rows.length} 位` : '客户'}</h2>
      <ul class="seg-people">
        {preview.rows.map((row) => (
          <li key={row.externalUserId}>
            <span class="seg-person">{row.name}</span>
            <span class="soft">{[row.storeName, row.guideName].filter(Boolean).join(' · ') || '没有归属'}</span>
            <span class="soft">
              {row.purchases > 0
                ? `${row.purchases} 次，${formatWholeYuan(row.netFen)}${row.lastPurchaseAtMs === null ? '' : `，最近${formatDay(row.lastPurchaseAtMs, nowMs)}`}`
                : '还没买过'}
            </span>
            {row.leftOut && <span class="warn">{row.leftOut}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
