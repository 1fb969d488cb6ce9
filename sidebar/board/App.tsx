import type { BoardScope } from '../../app/features/boards/contract.ts'
import { type Boot, serverNowMs } from '../shared/boot.ts'
import { businessDayOf } from '../shared/format.ts'
import { StatePage } from '../shared/StatePage.tsx'
import { Tabs } from '../shared/Tabs.tsx'
import { useHash } from '../shared/useHash.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { FilterBar } from './FilterBar.tsx'
import { type Filters, parseFilters, toHash } from './filters.ts'
import { GroupsBoard } from './GroupsBoard.tsx'
import { GuidesBoard } from './GuidesBoard.tsx'

const TABS = [
  ['guides', '导购榜'],
  ['groups', '客户群'],
] as const
const ROLES = { guide: '导购', store_manager: '店长', region_manager: '区域经理', operator: '总部运营' } as const

/** The manager's page. Its filters live in the address, so a view can be kept and passed on. */
export function App({ boot }: { boot: Boot }) {
  const nowMs = serverNowMs(boot)
  const filters = parseFilters(useHash(), businessDayOf(nowMs))
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const change = (part: Partial<Filters>) => {
    location.hash = toHash({ ...filters, ...part })
  }
  const hasNothing = scope.error?.status === 403 || (scope.data && scope.data.stores.length === 0)
  return (
    <main class="board">
      <header class="top">
        <h1>经营看板</h1>
        <p class="soft">
          {boot.userName} · {ROLES[boot.role]}
        </p>
      </header>
      {hasNothing ? (
        <StatePage title="你还没有负责的区域" text="请联系总部运营，把你的门店或区域加上。" />
      ) : (
        <>
          <FilterBar filters={filters} scope={scope.data} onChange={change} />
          <Tabs label="看板" tabs={TABS} chosen={filters.tab} onChoose={(tab) => change({ tab })}>
            {filters.tab === 'guides' ? (
              <GuidesBoard filters={filters} nowMs={nowMs} onChange={change} />
            ) : (
              <GroupsBoard filters={filters} />
            )}
          </Tabs>
        </>
      )}
    </main>
  )
}
