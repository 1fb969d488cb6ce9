import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { Choice } from '../shared/Choice.tsx'
import { formatDay, formatYuan } from '../shared/format.ts'
import type { OrderRef } from './CreditWords.tsx'

const FILTERS = [
  ['all', '全部'],
  ['offline', '门店'],
  ['online', '线上'],
] as const

interface OrdersTabProps {
  panel: CustomerPanel
  onCredit(order: OrderRef): void
}

export function OrdersTab({ panel, onCredit }: OrdersTabProps) {
  const [filter, setFilter] = useState<(typeof FILTERS)[number][0]>('all')
  const { orders, nowMs, memberState } = panel
  const isUnbound = memberState === 'unbound'
  if (isUnbound && orders.rows.length === 0) return <p class="note">还没绑定会员，看不到消费。绑定后会自动补上。</p>
  const rows = orders.rows.filter((row) => filter === 'all' || row.channel === filter)
  return (
    <>
      {isUnbound && <p class="note">还没绑定会员，这里只有按订单号或微信认出来的单。</p>}
      <p class="sum">
        近一年 <strong>{formatYuan(orders.yearFen)}</strong> · {orders.yearCount} 单
        {orders.lastAtMs !== null && ` · 最近 ${formatDay(orders.lastAtMs, nowMs)}`}
      </p>
      <Choice label="订单渠道" options={FILTERS} chosen={filter} onChoose={(key) => setFilter(key)} />
      {rows.length === 0 && <p class="note">这里还没有订单。</p>}
      <ul class="rows">
        {rows.map((row) => (
          <li key={`${row.kind}${row.source}${row.orderNo}${row.atMs}`}>
            <button type="button" class="order" onClick={() => onCredit(row)}>
              <span class="order-what">
                {row.kind === 'refund' && <span class="refund">退款</span>} {row.what}
              </span>
              <span class="order-sum">{formatYuan(row.amountFen)}</span>
              <span class="order-where">
                {row.placeText} · {formatDay(row.atMs, nowMs)}
              </span>
              <span class="order-credit">{row.creditText}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
