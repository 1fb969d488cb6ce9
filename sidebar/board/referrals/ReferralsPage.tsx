import type { BoardScope } from '../../../app/features/boards/contract.ts'
import type { ReferralBoard } from '../../../app/features/referrals/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { formatMoment } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { Places } from '../Places.tsx'
import type { PageProps } from '../pages.ts'
import '../late/late.css'

const STATES = [
  ['', '全部'],
  ['joined', '没成交'],
  ['waiting', '等到账'],
  ['rewarded', '已到账'],
  ['void', '不算'],
] as const
type State = (typeof STATES)[number][0]
const WISHES = ['state', 'region', 'store', 'before'] as const
type Wish = Record<(typeof WISHES)[number], string>

/** Who brought whom, and what has become of it. The address keeps what is looked at. */
export function Page({ query }: PageProps) {
  const wish = Object.fromEntries(WISHES.map((key) => [key, query.get(key) ?? ''])) as Wish
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const loaded = useLoaded<ReferralBoard>(`/api/boards/referrals?${filled(wish)}`)
  const go = (part: Partial<Wish>) => {
    location.hash = `#/referrals?${filled({ ...wish, before: '', ...part })}`
  }
  return (
    <div class="late">
      <section class="filters" aria-label="筛选">
        <Choice label="看哪些" options={STATES} chosen={wish.state as State} onChoose={(state) => go({ state })} />
        <div class="selects">
          <Places
            label="区域"
            all="全部区域"
            value={wish.region}
            rows={scope.data?.regions ?? []}
            onChange={(region) => go({ region, store: '' })}
          />
          <Places
            label="门店"
            all="全部门店"
            value={wish.store}
            rows={scope.data?.stores ?? []}
            onChange={(store) => go({ store })}
          />
        </div>
      </section>
      <LoadState loaded={loaded}>
        {(board) => (
          <>
            <p>
              没成交 {board.counts.joined} 位，等到账 {board.counts.waiting} 位，已到账 {board.counts.rewarded} 位，不算{' '}
              {board.counts.void} 位；共发 {board.points.toLocaleString('zh-CN')} 积分。
            </p>
            <Rows board={board} />
            {board.nextBefore !== null && (
              <button type="button" onClick={() => go({ before: String(board.nextBefore) })}>
                看更早的
              </button>
            )}
          </>
        )}
      </LoadState>
      <p class="soft">朋友的首单完成并过了退货期，积分才到账；全部退款、以前买过或早就是好友的不算。</p>
    </div>
  )
}

function Rows({ board: { rows, nowMs } }: { board: ReferralBoard }) {
  if (rows.length === 0) return <p class="empty">没有这样的推荐。</p>
  return (
    <ul class="late-rows">
      {rows.map((row) => (
        <li key={row.id}>
          <strong>
            {row.friendName}，{row.referrerName} 带来的
          </strong>
          <span>
            {row.stateText}
            {row.state !== 'void' && ` · ${row.points} 积分`}
          </span>
          <span class="soft">
            {row.guideName} · {row.storeName} · {formatMoment(row.joinedAtMs, nowMs)} 来
          </span>
        </li>
      ))}
    </ul>
  )
}

function filled(wish: Wish): URLSearchParams {
  return new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))
}
