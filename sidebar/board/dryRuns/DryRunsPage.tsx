import type { DryRunView, RulesInForce } from '../../../app/features/dryRuns/contract.ts'
import { type Boot, serverNowMs } from '../../shared/boot.ts'
import { formatMoment } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { DryRunResult } from './DryRunResult.tsx'
import { RulesForm } from './RulesForm.tsx'
import { sayPeriod } from './words.ts'
import './dryRuns.css'

/** A changed rule file against a past period: the file, or what came of one. The address says which. */
export function Page({ boot, query }: PageProps) {
  const id = query.get('run')
  return id === null ? <Begin boot={boot} /> : <DryRunResult key={id} id={id} query={query} />
}

function Begin({ boot }: { boot: Boot }) {
  const inForce = useLoaded<RulesInForce>('/api/dry-runs/in-force')
  const past = useLoaded<{ runs: DryRunView[] }>('/api/dry-runs')
  return (
    <div class="dry">
      <p class="soft">
        把改过的规则放到过去的一段时间里算一遍，看谁会多、谁会少。只是试算，不记账，也不改任何人的业绩。
      </p>
      <LoadState loaded={inForce}>{(rules) => <RulesForm inForce={rules} nowMs={serverNowMs(boot)} />}</LoadState>
      <PastRuns runs={past.data?.runs ?? []} nowMs={serverNowMs(boot)} />
    </div>
  )
}

function PastRuns({ runs, nowMs }: { runs: readonly DryRunView[]; nowMs: number }) {
  if (runs.length === 0) return null
  return (
    <section class="dry-past" aria-label="试算过的规则">
      <h2>试算过的规则</h2>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <a href={`#/dry-runs?run=${run.id}`}>{run.title}</a>
            <span class="soft">{sayPeriod(run)}</span>
            <span>
              {run.state === 'done' ? `${run.changed.toLocaleString('zh-CN')} 笔会变` : `算到 ${run.percent}%`}
            </span>
            <span class="soft">{formatMoment(run.atMs, nowMs)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
