import type { CycleRow, LearnedView } from '../../app/features/lifecycle/contract.ts'
import { type DataColumn, DataTable } from './DataTable.tsx'

interface TableProps {
  rows: CycleRow[]
  onOpen(row: CycleRow): void
}

/** When customers of a category fall silent, and how long one piece lasts. */
export function CategoryTable({ rows, onOpen }: TableProps) {
  if (rows.length === 0) return <p class="empty">商品表里还没有品类，先导入商品。</p>
  const columns: DataColumn<CycleRow>[] = [
    { title: '品类', look: 'text', show: (row) => <Category row={row} /> },
    { title: '活跃 / 沉默 / 流失', show: ({ stages }) => <Stages stages={stages} /> },
    { title: '复购间隔（学到）', show: ({ rhythm }) => <Learned learned={rhythm} /> },
    { title: '一件用多久', show: ({ useUp }) => <UseUp useUp={useUp} none="不按用完算" /> },
    changeColumn(onOpen),
  ]
  return (
    <section aria-labelledby="cycles-categories">
      <h2 id="cycles-categories">品类</h2>
      <DataTable caption="品类的周期" isCaptionUnseen columns={columns} rows={rows} keyOf={subjectOf} />
    </section>
  )
}

/** How long one piece of a product lasts. */
export function ProductTable({ rows, onOpen }: TableProps) {
  if (rows.length === 0) return <p class="empty">没有这样的商品，换个词试试。</p>
  const columns: DataColumn<CycleRow>[] = [
    { title: '商品', look: 'text wrap', show: (row) => <Product row={row} /> },
    { title: '现在按', show: ({ useUp }) => <UseUp useUp={useUp} none="不知道" /> },
    { title: '配置', show: ({ configured: { useUpDays } }) => (useUpDays === null ? '没有' : `${useUpDays} 天`) },
    { title: '每件间隔（学到）', show: ({ learned }) => <Learned learned={learned} /> },
    changeColumn(onOpen),
  ]
  return <DataTable caption="商品的用完天数" isCaptionUnseen columns={columns} rows={rows} keyOf={subjectOf} />
}

const subjectOf = ({ subject }: CycleRow) => subject

const changeColumn = (onOpen: TableProps['onOpen']): DataColumn<CycleRow> => ({
  title: <span class="unseen">设定</span>,
  show: (row) => (
    <button type="button" class="quiet" aria-label={`设定${row.title}的周期`} onClick={() => onOpen(row)}>
      设定
    </button>
  ),
})

function Category({ row: { title, subject } }: { row: CycleRow }) {
  return (
    <>
      {title}
      {title !== subject && <span class="cycles-from">{subject}</span>}
    </>
  )
}

function Product({ row: { title, subject, categoryTitle } }: { row: CycleRow }) {
  return (
    <>
      {title}
      <span class="cycles-from">
        {subject}
        {categoryTitle && ` · ${categoryTitle}`}
      </span>
    </>
  )
}

function Stages({ stages }: Pick<CycleRow, 'stages'>) {
  if (!stages) return null
  const { activeDays, silentDays, churnDays, fromText } = stages
  return <InForce days={`${activeDays} / ${silentDays} / ${churnDays} 天`} from={fromText} />
}

function UseUp({ useUp, none }: Pick<CycleRow, 'useUp'> & { none: string }) {
  return <InForce days={useUp ? `${useUp.days} 天` : none} from={useUp?.fromText} />
}

function InForce({ days, from }: { days: string; from?: string | undefined }) {
  return (
    <>
      <span class="lead">{days}</span>
      {from && <span class="cycles-from">{from}</span>}
    </>
  )
}

function Learned({ learned }: { learned: LearnedView | null }) {
  if (!learned) return <span class="soft">还没有复购</span>
  if (!learned.isEnough) return <span class="soft">样本不足，只有 {learned.sample} 次</span>
  return (
    <>
      <span>一半在 {Math.round(learned.p50)} 天内</span>
      <span class="cycles-from">
        {Math.round(learned.p25)}–{Math.round(learned.p75)} 天居多，九成 {Math.round(learned.p90)} 天内 ·{' '}
        {learned.sample} 次
      </span>
    </>
  )
}
