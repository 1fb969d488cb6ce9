import { useState } from 'preact/hooks'
import type { FollowUpView, MyFollowUps } from '../../app/features/followUps/contract.ts'
import { serverNowMs } from '../shared/boot.ts'
import { formatDay } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'
import { LazyPart } from './LazyPart.tsx'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { OpenComplaints } from './OpenComplaints.tsx'
import { Skeleton } from './Skeleton.tsx'

type Opened = 'statement' | 'objections' | 'daysOff'

/**
 * My list for today; a tap opens one, the next tap copies its sentence and opens the chat.
 * @param opens what a card led to
 */
export function HomePage({ opens }: { opens?: Opened }) {
  const { looks } = useDesk()
  const loaded = useLoaded<MyFollowUps>('/api/follow-ups', looks)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="还没有你的跟进。" onRetry={loaded.reload} />
  return (
    <main>
      <StaleLine loaded={loaded} />
      {data ? <HomeView list={data} opens={opens} onReload={loaded.reload} /> : <Skeleton />}
    </main>
  )
}

const loadStatement = () => import('./MyStatement.tsx').then(({ MyStatement }) => MyStatement)
const loadObjections = () => import('./MyObjections.tsx').then(({ MyObjections }) => MyObjections)
const loadDaysOff = () => import('./DaysOffList.tsx').then(({ DaysOffList }) => DaysOffList)

interface HomeViewProps {
  list: MyFollowUps
  opens?: Opened | undefined
  onReload(): void
}

export function HomeView({ list, opens, onReload }: HomeViewProps) {
  const { boot } = useDesk()
  const [sheet, setSheet] = useState<Opened | undefined>(opens)
  const close = () => setSheet(undefined)
  const nowMs = serverNowMs(boot)
  return (
    <>
      <header class="block who">
        <div class="who-line">
          <h1 class="name">{list.rows.length > 0 ? `今天 ${list.rows.length} 位待跟进` : '今天都跟进完了'}</h1>
          <button type="button" class="icon" aria-label="刷新" onClick={onReload}>
            ⟳
          </button>
        </div>
        <p class="stage-text">
          {boot.userName}
          {list.overdue > 0 && <span class="due late">其中 {list.overdue} 位已经晚了</span>}
        </p>
      </header>
      {list.rows.length > 0 ? (
        <ul class="block todo">
          {list.rows.map((row) => (
            <TodoItem key={row.id} row={row} nowMs={nowMs} />
          ))}
        </ul>
      ) : (
        <p class="block note">打开一位客户的聊天，这里会给出合适的话术。</p>
      )}
      <OpenComplaints nowMs={nowMs} />
      <p class="block acts">
        <button type="button" aria-haspopup="dialog" onClick={() => setSheet('statement')}>
          我的业绩
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => setSheet('objections')}>
          我的异议
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => setSheet('daysOff')}>
          我的休息日
        </button>
        {boot.role !== 'guide' && (
          <a class="button" href="/board/">
            打开经营看板
          </a>
        )}
      </p>
      {sheet === 'statement' && (
        <Sheet title="我的业绩" onClose={close}>
          <LazyPart load={loadStatement} with={{}} />
        </Sheet>
      )}
      {sheet === 'objections' && (
        <Sheet title="我的异议" onClose={close}>
          <LazyPart load={loadObjections} with={{}} />
        </Sheet>
      )}
      {sheet === 'daysOff' && (
        <Sheet title="我的休息日" onClose={close}>
          <LazyPart load={loadDaysOff} with={{}} />
        </Sheet>
      )}
    </>
  )
}

function TodoItem({ row, nowMs }: { row: FollowUpView; nowMs: number }) {
  return (
    <li>
      <a href={`#/t/${row.id}`}>
        <span class="todo-name">{row.customerName}</span>
        <span class="todo-title">{row.title}</span>
        <span class="todo-reason">{row.reason}</span>
        <span class="todo-day">{formatDay(row.dueAtMs, nowMs)}</span>
      </a>
    </li>
  )
}
