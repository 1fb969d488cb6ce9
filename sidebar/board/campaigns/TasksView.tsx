import { useState } from 'preact/hooks'
import type { CampaignProgress } from '../../../app/features/campaigns/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { type DataColumn, DataTable } from '../DataTable.tsx'
import { PHASE_TITLES, type PhaseName, sayShare } from './words.ts'

const COLUMNS: DataColumn<CampaignProgress['guides'][number]>[] = [
  { title: '导购', look: 'text', show: (row) => row.guideName },
  { title: '门店', look: 'text soft', show: (row) => row.storeName ?? '–' },
  { title: '待到点', show: (row) => row.planned },
  { title: '待跟进', show: (row) => row.due },
  { title: '已完成', show: (row) => row.done },
  { title: '已过期', show: (row) => row.expired },
  { title: '完成率', show: (row) => sayShare(row.done, row.due + row.done + row.expired) },
]

/** What each guide has to do, phase by phase. */
export function TasksView({ progress }: { progress: CampaignProgress }) {
  const running = progress.phases.filter(({ customers }) => customers > 0)
  const [chosen, setChosen] = useState<PhaseName | undefined>(running.at(-1)?.phase)
  if (chosen === undefined) return <p class="empty">还没有阶段开始。开始当天上午，任务会出现在导购的侧边栏和卡片里。</p>
  const rows = progress.guides.filter(({ phase }) => phase === chosen)
  const options = running.map(({ phase }): readonly [PhaseName, string] => [phase, PHASE_TITLES[phase]])
  return (
    <div class="campaign-part">
      <Choice label="阶段" options={options} chosen={chosen} onChoose={(key) => setChosen(key)} />
      <DataTable
        caption={`${PHASE_TITLES[chosen]}阶段每位导购的任务`}
        isCaptionUnseen
        columns={COLUMNS}
        rows={rows}
        keyOf={({ guideUserId, storeCode }) => `${guideUserId}${storeCode}`}
      />
      <p class="note">完成率 = 已完成 ÷（待跟进 + 已完成 + 已过期）；待到点的还没给导购看，不算在内。</p>
    </div>
  )
}
