import type { StatementRow, Statements } from '../../app/features/statements/contract.ts'
import { formatYuan } from '../shared/format.ts'
import { FigureButton } from '../shared/statements/FigureButton.tsx'
import { FIGURES, type FigureText, sayMonth } from '../shared/statements/figures.ts'
import type { OpenedFigure } from '../shared/statements/StatementEntries.tsx'
import type { Loaded } from '../shared/useLoaded.ts'
import { FailedPage, StaleLine } from './LoadStates.tsx'

interface MyMonthProps {
  loaded: Loaded<Statements>
  onOpen(opened: OpenedFigure): void
}

/** One month of mine, or why it is not there yet. */
export function MyMonth({ loaded, onOpen }: MyMonthProps) {
  const { data, phase, error, reload } = loaded
  if (data)
    return (
      <>
        {phase === 'failed' && <StaleLine loaded={loaded} />}
        <MyRows statements={data} onOpen={onOpen} />
      </>
    )
  if (phase === 'failed' && error)
    return <FailedPage error={error} notFound="这个月的业绩看不到，换一个月试试。" onRetry={reload} />
  return (
    <p class="note" role="status">
      {phase === 'slow' ? '网络不稳，还在等数据' : '正在看…'}
    </p>
  )
}

interface MyRowsProps extends Pick<MyMonthProps, 'onOpen'> {
  statements: Statements
}

function MyRows({ statements, onOpen }: MyRowsProps) {
  const { month, rows, totals, isClosed } = statements
  if (rows.length === 0) return <p class="note">{sayMonth(month)}还没有你的业绩。</p>
  return (
    <>
      {rows.map((row) => (
        <MyRow key={row.storeCode} row={row} onOpen={(figure) => onOpen({ month, row, figure })} />
      ))}
      {rows.length > 1 && (
        <p class="statement-store">
          <strong>
            {rows.length} 家门店期末合计 {formatYuan(totals.closingFen)}
          </strong>
        </p>
      )}
      <p class="note">
        {isClosed ? '这个月已结账，不会再变。' : '这个月还没结账，数字会随新的订单和退款变化。'}
        点一个数，看它由哪些订单合成。
      </p>
    </>
  )
}

function MyRow({ row, onOpen }: { row: StatementRow; onOpen(figure: FigureText): void }) {
  return (
    <section>
      <h3 class="statement-store">{row.storeName ?? '没有门店'}</h3>
      <dl class="statement">
        {FIGURES.map((figure) => (
          <div key={figure.figure} class={figure.figure === 'closingFen' ? 'statement-sum' : undefined}>
            <dt>{figure.title}</dt>
            <dd>
              <FigureButton row={row} figure={figure} onOpen={onOpen} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
