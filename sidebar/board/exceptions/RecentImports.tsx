import type { ImportRuns } from '../../../app/features/exceptions/contract.ts'
import { formatMoment } from '../../shared/format.ts'

type Run = ImportRuns['runs'][number]
const KINDS: Readonly<Record<string, string>> = { orders: '订单', refunds: '退款' }

/** Files of orders and refunds, and how far one is that is being taken in. */
export function RecentImports({ runs }: ImportRuns) {
  if (runs.length === 0) return null
  return (
    <details class="imports" open={runs.some(({ state }) => state === 'writing')}>
      <summary>{`最近的导入（${runs.length}）`}</summary>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <span>{`${run.file} · ${KINDS[run.kind] ?? run.kind}`}</span>
            <span class="soft">{`${progressOf(run)} · ${formatMoment(run.updatedAtMs, Date.now())}`}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const whole = (value: number) => value.toLocaleString('zh-CN')

function progressOf({ state, throughRow, rowCount, added, unchanged, exceptions }: Run): string {
  if (state === 'writing') return `到第 ${whole(throughRow)} 行，共 ${whole(rowCount)} 行；没走完的话再导入一次会接着走`
  return `新增 ${whole(added)}，未变 ${whole(unchanged)}，例外 ${whole(exceptions)}`
}
