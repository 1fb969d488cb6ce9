import type { ClosingView } from '../../../app/features/ledger/contract.ts'
import { businessDayOf, formatClock, formatYuan } from '../../shared/format.ts'
import { sayMonth } from '../../shared/statements/figures.ts'
import { type DataColumn, DataTable } from '../DataTable.tsx'

const COLUMNS: DataColumn<ClosingView>[] = [
  { title: '月份', look: 'text', show: ({ month }) => sayMonth(month) },
  { title: '净销售', show: ({ netSalesFen }) => <span class="lead">{formatYuan(netSalesFen)}</span> },
  { title: '导购', show: ({ guidesFen }) => formatYuan(guidesFen) },
  { title: '门店池', show: ({ poolsFen }) => formatYuan(poolsFen) },
  { title: '待归属', show: ({ unattributedFen }) => formatYuan(unattributedFen) },
  { title: '挂账', show: ({ suspenseFen }) => formatYuan(suspenseFen) },
  { title: '凭证', show: ({ postings }) => postings.toLocaleString('en') },
  { title: '结账', look: 'text', show: ({ closedAtMs }) => `${businessDayOf(closedAtMs)} ${formatClock(closedAtMs)}` },
  { title: '经手', look: 'text', show: ({ closedBy }) => (closedBy === 'cli' ? '命令行' : closedBy) },
]

/** What was booked in each month when it closed. */
export function ClosingTable({ closings }: { closings: readonly ClosingView[] }) {
  return (
    <section class="ledger-closed" aria-labelledby="ledger-closed">
      <h2 id="ledger-closed">已结账的月份</h2>
      {closings.length === 0 ? (
        <p class="empty">还没有结过账。</p>
      ) : (
        <DataTable
          caption="已结账的月份"
          isCaptionUnseen
          columns={COLUMNS}
          rows={closings}
          keyOf={({ month }) => month}
        />
      )}
    </section>
  )
}
