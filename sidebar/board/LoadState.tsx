import type { ComponentChildren } from 'preact'
import type { ApiError } from '../shared/api.ts'
import { formatClock } from '../shared/format.ts'
import { StatePage } from '../shared/StatePage.tsx'
import type { Loaded } from '../shared/useLoaded.ts'

interface LoadStateProps<T> {
  loaded: Loaded<T>
  children(data: T): ComponentChildren
}

/** Loading, slow, failed or stale, and the content whenever there is any. */
export function LoadState<T>({ loaded, children }: LoadStateProps<T>) {
  const { data, phase, error, atMs, reload } = loaded
  if (data === undefined) {
    if (phase === 'failed' && error) return <Failed error={error} onRetry={reload} />
    return (
      <div class="loading" aria-busy="true">
        <p role="status">{phase === 'slow' ? '网络不稳，还在等数据' : '正在取数…'}</p>
        <i class="bone" />
        <i class="bone" />
        <i class="bone" />
      </div>
    )
  }
  const isStale = phase === 'failed' || phase === 'slow'
  return (
    <>
      {isStale && (
        <p class="stale warn">
          <span>网络不稳，显示 {formatClock(atMs ?? 0)} 的数据</span>
          <button type="button" onClick={reload}>
            重试
          </button>
        </p>
      )}
      {children(data)}
    </>
  )
}

function Failed({ error, onRetry }: { error: ApiError; onRetry(): void }) {
  if (error.status === 403)
    return <StatePage title="你还没有负责的区域" text="请联系总部运营，把你的门店或区域加上。" />
  if (error.status === 404) return <StatePage title="这里不归你看" text="换一个区域或门店试试。" />
  const isOut = error.status === 401
  return (
    <StatePage
      title={isOut ? '离开太久了' : '没能取到数据'}
      text={isOut ? '为了安全，需要重新进入一次。' : error.message}
    >
      <button type="button" class="fill" onClick={isOut ? () => location.reload() : onRetry}>
        {isOut ? '重新进入' : '重试'}
      </button>
    </StatePage>
  )
}
