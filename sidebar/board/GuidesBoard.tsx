import { useState } from 'preact/hooks'
import type { Leaderboard } from '../../app/features/boards/contract.ts'
import { Choice } from '../shared/Choice.tsx'
import { formatClock, formatDay, formatYuan } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { COLUMNS } from './columns.ts'
import { EntriesSheet, type Opened } from './EntriesSheet.tsx'
import { FigureButton } from './Figure.tsx'
import { type Filters, previousPeriod, toQuery, type View } from './filters.ts'
import { LeaderList } from './LeaderList.tsx'
import { LeaderTable } from './LeaderTable.tsx'
import { LoadState } from './LoadState.tsx'
import { StoreTable } from './StoreTable.tsx'
import { useIsWide } from './useIsWide.ts'

const VIEWS: readonly (readonly [View, string])[] = [
  ['total', '总额'],
  ['perHead', '人均'],
  ['change', '环比'],
]

interface GuidesBoardProps {
  filters: Filters
  nowMs: number
  onChange(change: Partial<Filters>): void
}

export function GuidesBoard({ filters, nowMs, onChange }: GuidesBoardProps) {
  const loaded = useLoaded<Leaderboard>(`/api/boards/leaderboard?${toQuery(filters)}`)
  const isCompared = filters.view === 'change'
  const earlier = useLoaded<Leaderboard>(
    isCompared ? `/api/boards/leaderboard?${toQuery(filters, previousPeriod(filters))}` : undefined,
  )
  const before = isCompared && earlier.data ? netByGuide(earlier.data) : undefined
  return (
    <LoadState loaded={loaded}>
      {(board) => <LeadersView board={board} filters={filters} before={before} nowMs={nowMs} onChange={onChange} />}
    </LoadState>
  )
}

const netByGuide = (board: Leaderboard) => new Map(board.rows.map((row) => [row.guideUserId, row.netFen]))

interface LeadersViewProps extends GuidesBoardProps {
  board: Leaderboard
  before: Map<string, number> | undefined
}

export function LeadersView({ board, filters, before, nowMs, onChange }: LeadersViewProps) {
  const isWide = useIsWide()
  const [opened, setOpened] = useState<Opened>()
  const query = toQuery(filters)
  return (
    <>
      <p class="as-of">
        数据截至 {formatDay(board.dataAsOfMs, nowMs)} {formatClock(board.dataAsOfMs)}
        {board.contactDataDay &&
          `；微信联系数据到${formatDay(Date.parse(`${board.contactDataDay}T00:00:00+08:00`), nowMs)}`}
      </p>
      <Totals totals={board.totals} onOpen={setOpened} />
      <div class="tools">
        <Choice label="看法" options={VIEWS} chosen={filters.view} onChoose={(view) => onChange({ view })} />
        <p class="exports">
          导出
          <a class="button" href={`/api/exports/leaderboard.csv?${query}`} download>
            CSV
          </a>
          <a class="button" href={`/api/exports/leaderboard.xlsx?${query}`} download>
            Excel
          </a>
        </p>
      </div>
      {board.rows.length === 0 ? (
        <p class="empty">这段时间、这个范围里还没有数据。</p>
      ) : filters.view === 'perHead' ? (
        <StoreTable rows={board.rows} onOpen={(store) => onChange({ store, view: 'total' })} />
      ) : isWide ? (
        <LeaderTable
          rows={board.rows}
          sort={filters.sort}
          before={before}
          onSort={(sort) => onChange({ sort })}
          onOpen={setOpened}
        />
      ) : (
        <LeaderList rows={board.rows} sort={filters.sort} before={before} onOpen={setOpened} />
      )}
      <Meanings />
      {opened && <EntriesSheet opened={opened} filters={filters} onClose={() => setOpened(undefined)} />}
    </>
  )
}

interface TotalsProps {
  totals: Leaderboard['totals']
  onOpen(opened: Opened): void
}

/** The three parts always add up to the sales, to the fen. What no guide holds opens from here. */
function Totals({ totals, onOpen }: TotalsProps) {
  const openPool = () => onOpen({ title: '门店池的业绩', holder: { pool: '*' }, figure: 'netFen' })
  const openRest = () => onOpen({ title: '待归属的销售', holder: { unattributed: '1' }, figure: 'netFen' })
  return (
    <dl class="totals">
      <div class="total-main">
        <dt>净销售</dt>
        <dd>{formatYuan(totals.netSalesFen)}</dd>
      </div>
      <div>
        <dt>= 导购</dt>
        <dd>{formatYuan(totals.netFen)}</dd>
      </div>
      <div>
        <dt>+ 门店池</dt>
        <dd>
          <FigureButton text={formatYuan(totals.storePoolFen)} onClick={openPool} />
        </dd>
      </div>
      <div>
        <dt>+ 待归属</dt>
        <dd>
          <FigureButton text={formatYuan(totals.unattributedFen)} onClick={openRest} />
        </dd>
      </div>
    </dl>
  )
}

function Meanings() {
  return (
    <details class="meanings">
      <summary>ⓘ 每一列怎么算</summary>
      <dl>
        {COLUMNS.map((column) => (
          <div key={column.key}>
            <dt>{column.title}</dt>
            <dd>{column.meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
