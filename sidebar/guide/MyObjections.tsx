import type { ObjectionRow } from '../../app/features/creditCases/contract.ts'
import { serverNowMs } from '../shared/boot.ts'
import { formatMoment, formatYuan } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'
import { FindSale } from './FindSale.tsx'
import '../shared/credit.css'

/** Any sale that concerns me by its number; below it what I objected to, and what has become of it. */
export function MyObjections() {
  return (
    <>
      <FindSale />
      <h3>我提过的</h3>
      <Objections />
    </>
  )
}

function Objections() {
  const { boot } = useDesk()
  const loaded = useLoaded<{ rows: ObjectionRow[] }>('/api/credit-objections?state=all&mine=1')
  const rows = loaded.data?.rows
  if (!rows)
    return (
      <p class="note" role="status">
        {loaded.phase === 'failed' ? loaded.error?.message : '正在看…'}
      </p>
    )
  if (rows.length === 0) return <p class="note">还没有提过。查到订单，或在客户的订单里，点「我有异议」，店长会看到。</p>
  const nowMs = serverNowMs(boot)
  return (
    <ul class="credit-cases">
      {rows.map((row) => (
        <li key={row.id}>
          <p>
            <strong>{row.order.storeName ?? row.order.source}</strong> {formatYuan(row.order.netFen)}{' '}
            <span class={row.state === 'open' ? 'credit-open' : 'note'}>{row.stateText}</span>
          </p>
          <p class="note">
            订单 {row.order.orderNo} · {formatMoment(row.atMs, nowMs)}提出
          </p>
          {row.reason && <p>{row.reason}</p>}
          {row.answer && (
            <p>
              {row.settledByName}：{row.answer}
            </p>
          )}
          {row.headOffice?.note && (
            <p>
              总部 {row.headOffice.name}：{row.headOffice.note}
            </p>
          )}
          <p class="note">现在：{row.order.creditText || '还没算'}</p>
        </li>
      ))}
    </ul>
  )
}
