import type { ApiError } from '../shared/api.ts'
import { formatClock } from '../shared/format.ts'
import { StatePage } from '../shared/StatePage.tsx'
import type { Loaded } from '../shared/useLoaded.ts'

/** One thin line above the content: what is shown may not be the latest. */
export function StaleLine({ loaded }: { loaded: Loaded<unknown> }) {
  const { phase, data, atMs, reload } = loaded
  if (phase === 'ready') return null
  if (phase === 'loading') return data ? <p class="stale">正在更新…</p> : null
  return (
    <p class="stale warn">
      <span>{data && atMs ? `网络不稳，显示 ${formatClock(atMs)} 的数据` : '网络不稳，还在等数据'}</span>
      <button type="button" onClick={reload}>
        重试
      </button>
    </p>
  )
}

interface FailedPageProps {
  error: ApiError
  notFound: string
  onRetry(): void
}

export function FailedPage({ error, notFound, onRetry }: FailedPageProps) {
  const retry = (
    <button type="button" class="fill" onClick={onRetry}>
      重试
    </button>
  )
  if (error.status === 404) return <StatePage title="看不到这里的资料" text={notFound} />
  if (error.status === 403) return <StatePage title="你还没有权限" text="请联系你的店长或总部运营开通。" />
  if (error.status === 401)
    return (
      <StatePage title="离开太久了" text="为了安全，需要重新进入一次。">
        <button type="button" class="fill" onClick={() => location.reload()}>
          重新进入
        </button>
      </StatePage>
    )
  const title = error.status === 0 ? '网络不稳' : '暂时打不开'
  return (
    <StatePage title={title} text={error.message}>
      {retry}
    </StatePage>
  )
}
