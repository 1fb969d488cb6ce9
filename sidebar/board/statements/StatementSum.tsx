import type { Statements } from '../../../app/features/statements/contract.ts'
import { formatYuan } from '../../shared/format.ts'

/** All rows as one sum, in the order in which it adds up. */
export function StatementSum({ totals }: { totals: Statements['totals'] }) {
  const parts: [string, string][] = [
    ['= 期初', formatYuan(totals.openingFen)],
    ['+ 新增', formatYuan(totals.earnedFen)],
    ['+ 更正', formatYuan(totals.correctedFen)],
    ['− 退款', formatYuan(totals.reversedFen)],
  ]
  return (
    <dl class="totals">
      <div class="total-main">
        <dt>期末</dt>
        <dd>{formatYuan(totals.closingFen)}</dd>
      </div>
      {parts.map(([title, text]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      <div class="statement-of">
        <dt>其中待结算</dt>
        <dd>{formatYuan(totals.closingPendingFen)}</dd>
      </div>
      <div>
        <dt>已结算</dt>
        <dd>{formatYuan(totals.closingSettledFen)}</dd>
      </div>
    </dl>
  )
}
