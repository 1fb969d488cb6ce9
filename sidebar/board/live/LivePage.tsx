import type { LiveSessionList } from '../../../app/features/live/contract.ts'
import { serverNowMs } from '../../shared/boot.ts'
import { formatClock, formatDay } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { LiveDetail } from './LiveDetail.tsx'
import { LiveForm } from './LiveForm.tsx'
import { State } from './State.tsx'
import '../campaigns/campaigns.css'

/** Live sessions and what is done in the hours after them. */
export function Page({ boot, query }: PageProps) {
  const [id, edited] = [query.get('id'), query.get('edit')]
  const isOperator = boot.role === 'operator'
  const nowMs = serverNowMs(boot)
  if (edited === 'new' && isOperator) return <LiveForm session={undefined} nowMs={nowMs} />
  if (id !== null) return <LiveDetail key={id} id={id} isOperator={isOperator} nowMs={nowMs} />
  return <List isOperator={isOperator} nowMs={nowMs} />
}

function List({ isOperator, nowMs }: { isOperator: boolean; nowMs: number }) {
  const loaded = useLoaded<LiveSessionList>('/api/live-sessions')
  return (
    <div class="campaigns">
      {isOperator && (
        <p>
          <a class="button fill" href="#/live?edit=new">
            登记一场直播
          </a>
        </p>
      )}
      <LoadState loaded={loaded}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p class="empty">还没有直播。登记后，结束起 72 小时内会提醒导购跟进看了和没看的客户。</p>
          ) : (
            <ul class="campaign-list">
              {rows.map((row) => (
                <li key={row.id}>
                  <a href={`#/live?id=${row.id}`}>
                    <strong>{row.name}</strong>
                    <State of={row.state} />
                    <span class="soft">
                      {formatDay(row.startedAtMs, nowMs)} {formatClock(row.startedAtMs)} · {row.windowHours} 小时跟进期
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </LoadState>
    </div>
  )
}
