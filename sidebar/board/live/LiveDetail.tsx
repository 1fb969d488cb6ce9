import { useState } from 'preact/hooks'
import type { LiveResult } from '../../../app/features/live/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { formatClock, formatDay } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { LiveForm } from './LiveForm.tsx'
import { LiveGuides, LiveTotals } from './LiveResults.tsx'
import { State } from './State.tsx'
import { ViewersForm } from './ViewersForm.tsx'

interface LiveDetailProps {
  id: string
  isOperator: boolean
  nowMs: number
}

/** One session: invited, watched, came back to the shop; and whose customers they are. */
export function LiveDetail({ id, isOperator, nowMs }: LiveDetailProps) {
  const path = `/api/live-sessions/${encodeURIComponent(id)}`
  const loaded = useLoaded<LiveResult>(path)
  const [isEditing, setEditing] = useState(false)
  return (
    <div class="campaigns">
      <p>
        <a href="#/live">‹ 全部直播</a>
      </p>
      <LoadState loaded={loaded}>
        {(result) => (
          <>
            <Head result={result} nowMs={nowMs} />
            <LiveTotals totals={result.totals} />
            <p>
              跟进：待到点 {result.tasks.planned}，待跟进 {result.tasks.due}，已完成 {result.tasks.done}，已过期{' '}
              {result.tasks.expired}
            </p>
            {isOperator && (
              <Acts result={result} path={path} onEdit={() => setEditing(!isEditing)} onDone={loaded.reload} />
            )}
            {isEditing && result.session.calledAtMs === null && (
              <LiveForm
                session={result.session}
                nowMs={nowMs}
                onDone={() => {
                  setEditing(false)
                  loaded.reload()
                }}
              />
            )}
            <LiveGuides guides={result.guides} />
          </>
        )}
      </LoadState>
    </div>
  )
}

function Head({ result: { session }, nowMs }: { result: LiveResult; nowMs: number }) {
  const moment = (ms: number) => `${formatDay(ms, nowMs)} ${formatClock(ms)}`
  const endMs = session.endedAtMs === null ? undefined : session.endedAtMs + session.windowHours * 3_600_000
  return (
    <section class="campaign-head">
      <h2>
        {session.name} <State of={session.state} />
      </h2>
      <p class="soft">
        {moment(session.startedAtMs)} 开始
        {session.endedAtMs !== null && `，${moment(session.endedAtMs)} 结束`}
        {endMs !== undefined && `；跟进到 ${moment(endMs)}`}
      </p>
    </section>
  )
}

interface ActsProps {
  result: LiveResult
  path: string
  onEdit(): void
  onDone(): void
}

function Acts({ result: { session }, path, onEdit, onDone }: ActsProps) {
  const [said, setSaid] = useState('')
  const call = () =>
    postJson(`${path}/call`, {})
      .then(() => setSaid('已安排，几分钟后导购会看到'))
      .then(onDone)
      .catch((error: ApiError) => setSaid(error.message))
  return (
    <section>
      <p class="campaign-acts">
        {session.state === 'waiting_for_viewers' && (
          <button type="button" class="fill" onClick={call}>
            名单齐了，开始跟进
          </button>
        )}
        {session.calledAtMs === null && (
          <button type="button" onClick={onEdit}>
            修改
          </button>
        )}
      </p>
      {session.state === 'waiting_for_viewers' && (
        <p class="note">
          {session.isSetByWeCom ? '正在向企业微信要观看名单。' : '先导入名单。'}到第二天上午 9
          点还没点，会按现有名单自动开始。
        </p>
      )}
      <p role="status" class="note">
        {said}
      </p>
      <ViewersForm path={path} onDone={onDone} />
    </section>
  )
}
