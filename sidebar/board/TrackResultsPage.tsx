import { useState } from 'preact/hooks'
import type { RankedRow, Ranking } from '../../app/features/talkTracks/contract.ts'
import { serverNowMs } from '../shared/boot.ts'
import { addDays, businessDayOf } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { type DataColumn, DataTable } from './DataTable.tsx'
import { LoadState } from './LoadState.tsx'
import type { PageProps } from './pages.ts'
import { type OpenedSends, SendsSheet } from './SendsSheet.tsx'
import './trackResults.css'

type RankedSet = Ranking['sets'][number]
type Open = (opened: OpenedSends) => void

const LEVELS: Record<string, string> = { gold: '金牌', skilled: '熟手', new: '新手', '': '未记' }
const VERDICTS: Record<RankedRow['verdict'], string> = {
  few: '样本不足',
  alone: '没有可比的',
  best: '明显更好',
  same: '看不出差别',
  worse: '明显较差',
}
const SPAN_DAYS = 89

/** What talk tracks bring, by set and level of the guide. Days and level stand in the address. */
export function Page({ boot, query }: PageProps) {
  const today = businessDayOf(serverNowMs(boot))
  const from = query.get('from') || addDays(today, -SPAN_DAYS)
  const to = query.get('to') || today
  const level = query.get('level') ?? ''
  const [opened, setOpened] = useState<OpenedSends>()
  const ranking = useLoaded<Ranking>(`/api/talk-tracks/ranking?from=${from}&to=${to}${level && `&level=${level}`}`)
  const change = (part: Record<string, string>) => {
    location.hash = `/track-results?${new URLSearchParams({ from, to, level, ...part })}`
  }
  return (
    <div class="results">
      <section class="results-filter" aria-label="筛选">
        <label>
          从
          <input type="date" value={from} max={to} onChange={(event) => change({ from: event.currentTarget.value })} />
        </label>
        <label>
          到
          <input type="date" value={to} min={from} onChange={(event) => change({ to: event.currentTarget.value })} />
        </label>
        <label>
          导购
          <select value={level} onChange={(event) => change({ level: event.currentTarget.value })}>
            <option value="">全部</option>
            <option value="gold">金牌</option>
            <option value="skilled">熟手</option>
            <option value="new">新手</option>
          </select>
        </label>
      </section>
      <p class="soft">
        成交：发出后 14 天内付款、没有全退的第一单。不满 14 天的不算。同一单可能跟在几句话后面，谁起的作用说不准。
        只和同级导购的比；横条是 95% 的可能范围，两条有重叠就看不出差别，不满 30 次不排。
      </p>
      <LoadState loaded={ranking}>
        {({ sets }) =>
          sets.length === 0 ? (
            <p class="empty">这段时间还没有发出的话术。</p>
          ) : (
            sets.map((set) => <SetTable key={set.set} set={set} period={{ from, to }} onOpen={setOpened} />)
          )
        }
      </LoadState>
      {opened && <SendsSheet opened={opened} onClose={() => setOpened(undefined)} />}
    </div>
  )
}

interface SetTableProps {
  set: RankedSet
  period: { from: string; to: string }
  onOpen: Open
}

function SetTable({ set: { set, title, rows, gold }, period, onOpen }: SetTableProps) {
  const figure = (name: string, only: OpenedSends['only'], countOf: (row: RankedRow) => number) => ({
    title: name,
    show: (row: RankedRow) => (
      <button
        type="button"
        class="figure"
        aria-label={`${name} ${countOf(row)}，看是哪些`}
        onClick={() => onOpen({ ...period, ...row, set, only, title: `${row.title} · ${name}` })}
      >
        {countOf(row)}
      </button>
    ),
  })
  const columns: DataColumn<RankedRow>[] = [
    { title: '话术', look: 'text wrap', show: (row) => row.title },
    { title: '导购', look: 'text', show: ({ level }) => LEVELS[level] ?? level },
    {
      title: '名次',
      look: 'text',
      show: ({ rank, verdict }) => `${rank === null ? '' : `${rank} · `}${VERDICTS[verdict]}`,
    },
    figure('发出', 'all', ({ sends }) => sends),
    figure('满 14 天', 'settled', ({ settled }) => settled),
    figure('成交', 'orders', ({ orders }) => orders),
    { title: '成交率', show: (row) => <Share row={row} /> },
    figure('改过', 'edited', ({ edited }) => edited),
    { title: '好 / 一般 / 差', show: ({ good, plain, bad }) => `${good} / ${plain} / ${bad}` },
  ]
  return (
    <section class="results-set" aria-labelledby={`results-${set}`}>
      <h2 id={`results-${set}`}>{title}</h2>
      <DataTable
        caption={`${title}的效果`}
        isCaptionUnseen
        columns={columns}
        rows={rows}
        keyOf={({ trackId, level }) => `${trackId}${level}`}
      />
      {gold && (
        <details>
          <summary>金牌导购怎么说：{gold.title}</summary>
          {gold.text && <p class="results-text">{gold.text}</p>}
          {gold.wordings.length > 0 && <p class="soft">他们自己改过、之后成交的说法：</p>}
          {gold.wordings.map(({ sendId, text }) => (
            <p key={sendId} class="results-text">
              {text}
            </p>
          ))}
        </details>
      )}
    </section>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

/** The bar says nothing that the numbers beside it do not. */
function Share({ row: { share, low, high, settled } }: { row: RankedRow }) {
  if (settled === 0) return <span class="soft">还没有</span>
  return (
    <span class="share">
      <span>
        {percent(share)} <span class="soft">{`${percent(low)}–${percent(high)}`}</span>
      </span>
      <svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="share-all" width="100" height="8" />
        <rect class="share-range" x={low * 100} width={(high - low) * 100} height="8" />
        <rect class="share-point" x={Math.min(98.5, share * 100)} width="1.5" height="8" />
      </svg>
    </span>
  )
}
