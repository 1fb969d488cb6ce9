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
import { LazyPage } from './LazyPage.tsx'
import { Nav } from './Nav.tsx'
import { findPage, groupsFor } from './pages.ts'

const TABS = [
  ['guides', '导购榜'],
  ['groups', '客户群'],
] as const
const ROLES = { guide: '导购', store_manager: '店长', region_manager: '区域经理', operator: '总部运营' } as const

/** The manager's page: where one stands, and one page of it. The address holds all of it, so it can be kept and passed on. */
export function App({ boot }: { boot: Boot }) {
  const hash = useHash()
  const { page, query } = findPage(hash, boot.role)
  return (
    <main class="board">
      <header class="top">
        <h1>{page?.title ?? '经营看板'}</h1>
        <p class="soft">
          {boot.userName} · {ROLES[boot.role]}
        </p>
      </header>
      <Nav groups={groupsFor(boot.role)} current={page} />
      {page ? <LazyPage page={page} boot={boot} query={query} /> : <Overview boot={boot} hash={hash} />}
    </main>
  )
}

/** The page one lands on: sales of the guides, life in the groups. */
function Overview({ boot, hash }: { boot: Boot; hash: string }) {
  const nowMs = serverNowMs(boot)
  const filters = parseFilters(hash, businessDayOf(nowMs))
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const change = (part: Partial<Filters>) => {
    location.hash = toHash({ ...filters, ...part })
  }
  if (scope.error?.status === 403 || scope.data?.stores.length === 0)
    return <StatePage title="你还没有负责的区域" text="请联系总部运营，把你的门店或区域加上。" />
  return (
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
  )
}
