import type { CampaignProgress } from '../../../app/features/campaigns/contract.ts'
import { formatClock, formatDay, formatWholeYuan, formatYuan } from '../../shared/format.ts'
import { Bar } from '../Bar.tsx'
import { type DataColumn, DataTable } from '../DataTable.tsx'
import { PHASE_TITLES, sayDay, sayShare } from './words.ts'

interface ProgressViewProps {
  progress: CampaignProgress
  nowMs: number
}

/** Sales against the target, new and old buyers apart, then phase by phase and day by day. */
export function ProgressView({ progress, nowMs }: ProgressViewProps) {
  const { target, totals, asOfMs } = progress
  return (
    <div class="campaign-part">
      <p class="as-of">
        数据截至 {formatDay(asOfMs, nowMs)} {formatClock(asOfMs)}；净销售，退款已扣
        {target?.isShare && '；目标按你负责门店近一年的销售占比折算'}
      </p>
      <dl class="targets">
        <Target title="新客" meaning="活动里第一次买" fen={totals.newFen} targetFen={target?.newFen} />
        <Target title="老客" meaning="以前买过" fen={totals.oldFen} targetFen={target?.oldFen} />
        <Target
          title="合计"
          meaning={totals.unknownFen === 0 ? '' : `含认不出买家的 ${formatYuan(totals.unknownFen)}`}
          fen={totals.netFen}
          targetFen={target ? target.newFen + target.oldFen : undefined}
        />
      </dl>
      <DataTable caption="分阶段" columns={PHASE_COLUMNS} rows={progress.phases} keyOf={({ phase }) => phase} />
      <Days days={progress.days} />
    </div>
  )
}

interface TargetProps {
  title: string
  meaning: string
  fen: number
  targetFen: number | undefined
}

function Target({ title, meaning, fen, targetFen }: TargetProps) {
  return (
    <div>
      <dt>
        {title} <span class="soft">{meaning}</span>
      </dt>
      <dd>
        <strong>{formatYuan(fen)}</strong>
        {targetFen ? (
          <span class="soft">
            目标 {formatWholeYuan(targetFen)}，完成 {sayShare(fen, targetFen)}
          </span>
        ) : (
          <span class="soft">没有目标</span>
        )}
        <Bar share={targetFen ? fen / targetFen : 0} />
      </dd>
    </div>
  )
}

const PHASE_COLUMNS: DataColumn<CampaignProgress['phases'][number]>[] = [
  { title: '阶段', look: 'text', show: (row) => PHASE_TITLES[row.phase] },
  { title: '净销售', show: (row) => formatYuan(row.netFen) },
  { title: '目标', show: (row) => (row.targetFen ? formatWholeYuan(row.targetFen) : '–') },
  { title: '涉及客户', show: (row) => row.customers },
  { title: '待到点', show: (row) => row.planned },
  { title: '待跟进', show: (row) => row.due },
  { title: '已完成', show: (row) => row.done },
  { title: '已过期', show: (row) => row.expired },
]
const DAY_COLUMNS: DataColumn<CampaignProgress['days'][number]>[] = [
  { title: '日期', look: 'text', show: (row) => sayDay(row.day) },
  { title: '新客', show: (row) => formatYuan(row.newFen) },
  { title: '老客', show: (row) => formatYuan(row.oldFen) },
  { title: '认不出买家', show: (row) => formatYuan(row.unknownFen) },
]

function Days({ days }: Pick<CampaignProgress, 'days'>) {
  if (days.length === 0) return <p class="empty">活动期间还没有销售。</p>
  return (
    <details class="meanings">
      <summary>逐日明细（{days.length} 天）</summary>
      <DataTable caption="逐日净销售" isCaptionUnseen columns={DAY_COLUMNS} rows={days} keyOf={({ day }) => day} />
    </details>
  )
}
