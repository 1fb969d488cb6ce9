import type { CalendarRow, CalendarView } from '../../app/features/followUps/contract.ts'
import { customerPath } from '../shared/api.ts'
import { formatClock, formatDay } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'

const COMING: readonly CalendarRow['state'][] = ['planned', 'shown', 'chosen']

/** 接下来的安排: what comes when, what waits for an answer, and what does not come and why not. */
export function CalendarList({ externalUserId }: { externalUserId: string }) {
  const { data, phase, error } = useLoaded<CalendarView>(`${customerPath(externalUserId)}/calendar`)
  if (!data)
    return (
      <p class="note" role="status">
        {phase === 'failed' ? error?.message : '正在看…'}
      </p>
    )
  const coming = data.rows.filter(({ state }) => COMING.includes(state))
  const waiting = data.rows.filter(({ state }) => state === 'waiting')
  const done = data.rows.filter(({ state }) => state === 'closed')
  const off = withoutVariants(data.rows)
  return (
    <>
      {!data.isReachable && <p class="warn">现在没有同事是客户的好友，这些都发不出去。</p>}
      <Part
        title="会提醒你"
        rows={coming}
        nowMs={data.nowMs}
        none="这段时间没有安排，客户有新的消费或日子到了会自动排上。"
      />
      <Part title="看客户怎么回答" rows={waiting} nowMs={data.nowMs} />
      <Part title="不提醒的，和原因" rows={off} nowMs={data.nowMs} />
      <Part title="做过的" rows={done} nowMs={data.nowMs} />
    </>
  )
}

/** A step comes in several forms (快递, 自提, 见效慢), of which one fits: the others are no news, and each is told once. */
function withoutVariants(rows: readonly CalendarRow[]): CalendarRow[] {
  const nameOf = ({ title, product }: CalendarRow) => `${title}|${product ?? ''}`
  const isOff = ({ state }: CalendarRow) => state === 'dropped' || state === 'expired'
  const told = new Set(rows.filter((row) => !isOff(row)).map(nameOf))
  return rows.filter((row) => isOff(row) && !told.has(nameOf(row)) && told.add(nameOf(row)))
}

interface PartProps {
  title: string
  rows: CalendarRow[]
  nowMs: number
  none?: string
}

function Part({ title, rows, nowMs, none }: PartProps) {
  if (rows.length === 0 && !none) return null
  return (
    <section class="plan">
      <h3>{title}</h3>
      {rows.length === 0 && <p class="note">{none}</p>}
      <ol class="line">
        {rows.map((row) => (
          <PlanRow key={row.key} row={row} nowMs={nowMs} />
        ))}
      </ol>
    </section>
  )
}

function PlanRow({ row, nowMs }: { row: CalendarRow; nowMs: number }) {
  const { title, product, atMs, reason, why, state, sentence } = row
  const isComing = COMING.includes(state)
  return (
    <li>
      <span>
        <strong>{title}</strong> {product && <span class="note">{product}</span>}
      </span>
      {isComing && <span class="note">{state === 'shown' ? '现在' : whenOf(atMs, nowMs)}</span>}
      {isComing && <span>{reason}</span>}
      {why && <span class={isComing ? 'note' : undefined}>{why}</span>}
      {state === 'closed' && <span class="note">{whenOf(atMs, nowMs)}</span>}
      {isComing && sentence && <span class="note">“{sentence}”</span>}
    </li>
  )
}

function whenOf(atMs: number | null, nowMs: number): string {
  return atMs === null ? '日子还没定' : `${formatDay(atMs, nowMs)} ${formatClock(atMs)}`
}
