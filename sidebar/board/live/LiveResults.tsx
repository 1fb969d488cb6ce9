import type { LiveFigures, LiveResult } from '../../../app/features/live/contract.ts'
import { sayShare } from '../campaigns/words.ts'
import { type DataColumn, DataTable } from '../DataTable.tsx'

/** Of those invited, who watched; of those who watched, who came back. */
export function LiveTotals({ totals }: { totals: LiveFigures }) {
  const isOnlyWatchers = totals.invited > 0 && totals.invited === totals.invitedWatched
  return (
    <>
      <dl class="targets">
        <div>
          <dt>
            邀约看播率 <span class="soft">邀约的人里来看的</span>
          </dt>
          <dd>
            <strong>{sayShare(totals.invitedWatched, totals.invited)}</strong>
            <span class="soft">
              {totals.invitedWatched} / {totals.invited} 位
            </span>
          </dd>
        </div>
        <div>
          <dt>
            回店率 <span class="soft">看了的人里跟进期内到店买的</span>
          </dt>
          <dd>
            <strong>{sayShare(totals.returned, totals.watched)}</strong>
            <span class="soft">
              {totals.returned} / {totals.watched} 位
            </span>
          </dd>
        </div>
        <div>
          <dt>
            下单 <span class="soft">看了的人里线上门店都算</span>
          </dt>
          <dd>
            <strong>{totals.bought} 位</strong>
            <span class="soft">占看了的 {sayShare(totals.bought, totals.watched)}</span>
          </dd>
        </div>
      </dl>
      {isOnlyWatchers && <p class="note">邀约里只有看过的人。把没来的也导入，邀约看播率才准。</p>}
    </>
  )
}

const COLUMNS: DataColumn<LiveResult['guides'][number]>[] = [
  { title: '导购', look: 'text', show: (row) => row.guideName },
  { title: '门店', look: 'text soft', show: (row) => row.storeName ?? '–' },
  { title: '邀约', show: (row) => row.invited },
  { title: '来看', show: (row) => row.invitedWatched },
  { title: '看播率', show: (row) => sayShare(row.invitedWatched, row.invited) },
  { title: '看了', show: (row) => row.watched },
  { title: '到店买', show: (row) => row.returned },
  { title: '回店率', show: (row) => sayShare(row.returned, row.watched) },
  { title: '下单', show: (row) => row.bought },
]

export function LiveGuides({ guides }: Pick<LiveResult, 'guides'>) {
  if (guides.length === 0) return <p class="empty">还没有名单。</p>
  return (
    <DataTable
      caption="按客户归属的导购"
      columns={COLUMNS}
      rows={guides}
      keyOf={({ guideUserId }) => guideUserId ?? ''}
    />
  )
}
