import { useEffect, useState } from 'preact/hooks'
import type { DryRunView, OpenedDryRun } from '../../../app/features/dryRuns/contract.ts'
import { formatYuan } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { OrdersBehind } from './OrdersBehind.tsx'
import { SumsTable } from './SumsTable.tsx'
import { sayPeriod } from './words.ts'

const LOOK_MS = 1_500

/** How far a run is, and what came of it: the whole, then region, store and holder down to the orders. */
export function DryRunResult({ id, query }: { id: string; query: URLSearchParams }) {
  const [looks, setLooks] = useState(0)
  const loaded = useLoaded<OpenedDryRun>(`/api/dry-runs/${encodeURIComponent(id)}`, looks)
  const isRunning = loaded.data?.state === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setLooks((before) => before + 1), LOOK_MS)
    return () => clearInterval(timer)
  }, [isRunning])
  return (
    <div class="dry">
      <p>
        <a class="button" href="#/dry-runs">
          再试一份规则
        </a>
      </p>
      <LoadState loaded={loaded}>
        {(run) => (
          <>
            <h2>
              {run.title}：{sayPeriod(run)}
            </h2>
            {run.state === 'running' ? <Progress run={run} /> : <Result run={run} query={query} />}
          </>
        )}
      </LoadState>
    </div>
  )
}

function Progress({ run }: { run: DryRunView }) {
  return (
    <div class="dry-progress">
      <progress max={100} value={run.percent} aria-label="试算进度" />
      <p role="status">
        算到 {run.percent}%，看过 {run.orders.toLocaleString('zh-CN')} 笔订单。可以离开，算完会留在列表里。
      </p>
    </div>
  )
}

function Result({ run, query }: { run: OpenedDryRun; query: URLSearchParams }) {
  const [region, store, account] = ['region', 'store', 'account'].map((name) => query.get(name) ?? undefined)
  const id = String(run.id)
  const holder = region !== undefined && store !== undefined && account !== undefined
  return (
    <>
      <Totals run={run} />
      {run.changed === 0 && <p class="empty">这段时间里，没有一笔订单会换人。</p>}
      {run.changed > 0 && holder && (
        <OrdersBehind id={id} holder={{ region, store, account }} after={query.get('after') ?? '0'} />
      )}
      {run.changed > 0 && !holder && (
        <SumsTable id={id} region={region} store={store} page={Number(query.get('page') ?? 0)} />
      )}
      {run.changed > 0 && <Exports id={id} run={run} />}
    </>
  )
}

function Totals({ run }: { run: DryRunView }) {
  const hasOtherFreeze = run.settledBeforeFen !== run.settledAfterFen
  return (
    <dl class="totals">
      <div class="total-main">
        <dt>会换人的业绩</dt>
        <dd>{formatYuan(run.movedFen)}</dd>
      </div>
      <Total title="净销售" text={formatYuan(run.netFen)} />
      <Total title="订单" text={`${run.orders.toLocaleString('zh-CN')} 笔`} />
      <Total title="其中会变" text={`${run.changed.toLocaleString('zh-CN')} 笔`} />
      {hasOtherFreeze && (
        <Total title="到今天已结算" text={`${formatYuan(run.settledBeforeFen)} → ${formatYuan(run.settledAfterFen)}`} />
      )}
    </dl>
  )
}

function Total({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  )
}

/** More orders than a sheet opens at ease leave as CSV only. */
function Exports({ id, run: { orderRows, fitsSheet } }: { id: string; run: OpenedDryRun }) {
  const link = (of: string, kind: 'csv' | 'xlsx') => (
    <a class="button" href={`/api/exports/dry-run.${kind}?id=${id}&of=${of}`} download>
      {kind === 'csv' ? 'CSV' : 'Excel'}
    </a>
  )
  return (
    <p class="exports dry-exports">
      <span>导出谁多谁少</span>
      {link('holders', 'csv')}
      {link('holders', 'xlsx')}
      <span>导出订单</span>
      {link('orders', 'csv')}
      {fitsSheet && link('orders', 'xlsx')}
      {!fitsSheet && <span class="soft">共 {orderRows.toLocaleString('zh-CN')} 行，Excel 表格放不下</span>}
    </p>
  )
}
