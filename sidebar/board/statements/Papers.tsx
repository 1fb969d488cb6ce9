import type { StatementRow, Statements } from '../../../app/features/statements/contract.ts'
import { businessDayOf, formatClock, formatYuan } from '../../shared/format.ts'
import { isMoving, sayMonth } from '../../shared/statements/figures.ts'

const MOST_PAPERS = 200

interface Paper {
  guideUserId: string
  guideName: string
  rows: StatementRow[]
}

/**
 * One sheet a guide, with all their stores. Who had a quiet month gets one only where nobody else does. None at all
 * when there are too many for one printing.
 */
export function papersIn(rows: readonly StatementRow[]): Paper[] {
  const byGuide = new Map<string, Paper>()
  for (const row of rows) {
    const { guideUserId, guideName } = row
    const paper = byGuide.get(guideUserId) ?? { guideUserId, guideName, rows: [] }
    byGuide.set(guideUserId, { ...paper, rows: [...paper.rows, row] })
  }
  const all = [...byGuide.values()]
  const moving = all.filter((paper) => paper.rows.some(isMoving))
  const papers = moving.length > 0 ? moving : all
  return papers.length > MOST_PAPERS ? [] : papers
}

/** What the printer gets instead of the screen. */
export function Papers({ statements, papers }: { statements: Statements; papers: readonly Paper[] }) {
  const { month, isClosed, dataAsOfMs } = statements
  const asOf = `${businessDayOf(dataAsOfMs)} ${formatClock(dataAsOfMs)}`
  return (
    <div class="papers">
      {papers.map(({ guideUserId, guideName, rows }) => (
        <article key={guideUserId} class="paper">
          <h2>业绩对账单</h2>
          <dl class="paper-who">
            <Pair title="导购" text={`${guideName}（${guideUserId}）`} />
            <Pair title="月份" text={sayMonth(month)} />
            <Pair title="状态" text={isClosed ? '已结账' : '未结账，数字可能变化'} />
            <Pair title="数据截至" text={asOf} />
          </dl>
          {rows.map((row) => (
            <PaperTable key={row.storeCode} row={row} />
          ))}
          {rows.length > 1 && <PaperSum rows={rows} />}
          <p class="paper-note">
            金额为归到导购名下的销售净额，单位元。待结算：还在售后期内；已结算：售后期已满，之后的退款从这里扣。
          </p>
          <p class="paper-signs">
            <span>导购签字</span>
            <span>店长签字</span>
            <span>日期</span>
          </p>
        </article>
      ))}
    </div>
  )
}

function PaperSum({ rows }: { rows: readonly StatementRow[] }) {
  const sum = (figure: 'closingFen' | 'closingPendingFen' | 'closingSettledFen') =>
    formatYuan(rows.reduce((fen, row) => fen + row[figure], 0))
  return (
    <p class="paper-whole">
      {rows.length} 家门店期末合计 {sum('closingFen')}
      <span class="soft">
        {' '}
        待结算 {sum('closingPendingFen')}，已结算 {sum('closingSettledFen')}
      </span>
    </p>
  )
}

function Pair({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  )
}

/** Pending and settled side by side; each column adds up from the top to the bottom. */
function PaperTable({ row }: { row: StatementRow }) {
  const { movedFen, settledFen, settledLaterFen } = row
  const lines: { title: string; pending?: number; settled?: number; whole?: number; look?: string }[] = [
    {
      title: '期初',
      pending: row.openingPendingFen,
      settled: row.openingSettledFen,
      whole: row.openingFen,
      look: 'paper-sum',
    },
    { title: '本月净额', pending: movedFen - settledLaterFen, settled: settledLaterFen, whole: movedFen },
    { title: '其中 新增', whole: row.earnedFen, look: 'paper-part' },
    { title: '其中 人工更正', whole: row.correctedFen, look: 'paper-part' },
    { title: '其中 退款', whole: 0 - row.reversedFen, look: 'paper-part' },
    { title: '售后期满，转为已结算', pending: 0 - settledFen, settled: settledFen, whole: 0 },
    {
      title: '期末',
      pending: row.closingPendingFen,
      settled: row.closingSettledFen,
      whole: row.closingFen,
      look: 'paper-sum',
    },
  ]
  return (
    <table>
      <caption class="text">
        {row.storeName ?? '没有门店'}
        <span class="soft"> 本月 {row.orders} 单</span>
      </caption>
      <thead>
        <tr>
          <th scope="col" class="text">
            项目
          </th>
          <th scope="col">待结算</th>
          <th scope="col">已结算</th>
          <th scope="col">合计</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ title, pending, settled, whole, look }) => (
          <tr key={title} class={look}>
            <th scope="row" class="text">
              {title}
            </th>
            {[pending, settled, whole].map((fen, column) => (
              <td key={column}>{fen === undefined ? '' : formatYuan(fen)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
