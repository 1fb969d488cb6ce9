import type { BoardScope, LateBoard } from '../../../app/features/boards/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { Places } from '../Places.tsx'
import type { PageProps } from '../pages.ts'
import { LateCounts } from './LateCounts.tsx'
import { LateRows } from './LateRows.tsx'
import './late.css'

type Wish = Record<'state' | 'region' | 'store' | 'guide', string>
const STATES = [
  ['overdue', '还没跟进'],
  ['expired', '已过期'],
] as const

/** Follow-ups nobody got to: where, with whom, and which ones. The address keeps what is looked at. */
export function Page({ query }: PageProps) {
  const wish: Wish = {
    state: query.get('state') === 'expired' ? 'expired' : 'overdue',
    region: query.get('region') ?? '',
    store: query.get('store') ?? '',
    guide: query.get('guide') ?? '',
  }
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const asked = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))
  const loaded = useLoaded<LateBoard>(`/api/boards/follow-ups?${asked}`)
  const go = (part: Partial<Wish>) => {
    const next = Object.entries({ ...wish, ...part }).filter(([, value]) => value !== '')
    location.hash = `#/follow-ups?${new URLSearchParams(next)}`
  }
  return (
    <div class="late">
      <section class="filters" aria-label="筛选">
        <Choice
          label="看哪些"
          options={STATES}
          chosen={wish.state as 'overdue' | 'expired'}
          onChoose={(state) => go({ state })}
        />
        <div class="selects">
          <Places
            label="区域"
            all="全部区域"
            value={wish.region}
            rows={scope.data?.regions ?? []}
            onChange={(region) => go({ region, store: '', guide: '' })}
          />
          <Places
            label="门店"
            all="全部门店"
            value={wish.store}
            rows={scope.data?.stores ?? []}
            onChange={(store) => go({ store, guide: '' })}
          />
        </div>
      </section>
      <LoadState loaded={loaded}>
        {(board) => (
          <>
            <LateCounts
              board={board}
              onStore={(store) => go({ store, guide: '' })}
              onGuide={(guide) => go({ guide: guide === wish.guide ? '' : guide })}
              guide={wish.guide}
            />
            <LateRows board={board} nowMs={board.dataAsOfMs} />
          </>
        )}
      </LoadState>
      <p class="soft">提醒过导购、隔了一天还没跟进的才列在这里；已过期的看近 14 天。</p>
    </div>
  )
}
