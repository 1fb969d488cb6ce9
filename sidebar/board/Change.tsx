import { formatWholeYuan } from '../shared/format.ts'

/** Against the period before: a sign and a word, never colour alone. */
export function Change({ now, before }: { now: number; before: number | undefined }) {
  if (before === undefined) return <span class="soft">上期没有</span>
  const difference = now - before
  if (difference === 0) return <span class="soft">持平</span>
  const isUp = difference > 0
  // A share of zero or of a negative figure would mislead.
  const share =
    before > 0 ? `${Math.abs(Math.round((difference / before) * 100))}%` : formatWholeYuan(Math.abs(difference))
  return (
    <span class={isUp ? 'up' : 'down'}>
      {isUp ? '↑ 涨' : '↓ 降'} {share}
    </span>
  )
}
