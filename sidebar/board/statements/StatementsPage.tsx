import { useState } from 'preact/hooks'
import type { BoardScope } from '../../../app/features/boards/contract.ts'
import type { Statements } from '../../../app/features/statements/contract.ts'
import { serverNowMs } from '../../shared/boot.ts'
import { businessDayOf } from '../../shared/format.ts'
import { FIGURES } from '../../shared/statements/figures.ts'
import { MonthChoice } from '../../shared/statements/MonthChoice.tsx'
import { type OpenedFigure, StatementEntries } from '../../shared/statements/StatementEntries.tsx'
import '../../shared/statements/statements.css'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { Choose } from './Choose.tsx'
import { Papers, papersIn } from './Papers.tsx'
import { StatementRows } from './StatementRows.tsx'
import { StatementSum } from './StatementSum.tsx'
import './statements.css'

type Wish = Record<'month' | 'region' | 'store' | 'guide', string>
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

const keptOf = (wish: Wish) => new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))

/** Statements of a month: what each guide brought over, earned, gave back and holds, on the screen and on paper. */
export function Page({ boot, query }: PageProps) {
  const latest = businessDayOf(serverNowMs(boot)).slice(0, 7)
  const month = query.get('month') ?? ''
  const wish: Wish = {
    month: MONTH.test(month) ? month : latest,
    region: query.get('region') ?? '',
    store: query.get('store') ?? '',
    guide: query.get('guide') ?? '',
  }
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const loaded = useLoaded<Statements>(`/api/statements?${keptOf(wish)}`)
  const go = (part: Partial<Wish>) => {
    location.hash = `#/statements?${keptOf({ ...wish, ...part })}`
  }
  const names = (rows: readonly { code: string; name: string }[] = []) =>
    rows.map(({ code, name }) => [code, name] as const)
  const guides = (loaded.data?.guides ?? []).map(({ userId, name }) => [userId, name] as const)
  return (
    <div class="statements">
      <section class="filters" aria-label="筛选">
        <div class="selects">
          <MonthChoice latest={latest} value={wish.month} onChange={(value) => go({ month: value })} />
          <Choose
            label="区域"
            all="全部区域"
            value={wish.region}
            options={names(scope.data?.regions)}
            onChange={(region) => go({ region, store: '', guide: '' })}
          />
          <Choose
            label="门店"
            all="全部门店"
            value={wish.store}
            options={names(scope.data?.stores)}
            onChange={(store) => go({ store, guide: '' })}
          />
          <Choose label="导购" all="全部导购" value={wish.guide} options={guides} onChange={(guide) => go({ guide })} />
        </div>
      </section>
      <LoadState loaded={loaded}>
        {(statements) => <StatementsView statements={statements} query={keptOf(wish).toString()} />}
      </LoadState>
    </div>
  )
}

export function StatementsView({ statements, query }: { statements: Statements; query: string }) {
  const [opened, setOpened] = useState<OpenedFigure>()
  const { month, rows, totals, isClosed } = statements
  if (rows.length === 0) return <p class="empty">这个月、这个范围里没有导购的业绩。</p>
  const papers = papersIn(rows)
  return (
    <div class={papers.length > 0 ? 'statements-view on-paper' : 'statements-view'}>
      <StatementSum totals={totals} />
      <div class="tools">
        <p class="as-of">{isClosed ? '本月已结账，不会再变' : '本月未结账，数字会随订单和退款变化'}</p>
        <p class="exports">
          <button type="button" disabled={papers.length === 0} onClick={() => print()}>
            打印
          </button>
          <a class="button" href={`/api/exports/statements.csv?${query}`} download>
            CSV
          </a>
          <a class="button" href={`/api/exports/statements.xlsx?${query}`} download>
            Excel
          </a>
        </p>
      </div>
      {papers.length === 0 && <p class="warn">导购太多，先选一个区域或门店再打印。</p>}
      <StatementRows rows={rows} onOpen={(row, figure) => setOpened({ month, row, figure })} />
      <Meanings />
      <Papers statements={statements} papers={papers} />
      {opened && <StatementEntries opened={opened} onClose={() => setOpened(undefined)} />}
    </div>
  )
}

function Meanings() {
  return (
    <details class="meanings">
      <summary>ⓘ 每一列怎么算</summary>
      <dl>
        {FIGURES.map(({ figure, title, meaning }) => (
          <div key={figure}>
            <dt>{title}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
