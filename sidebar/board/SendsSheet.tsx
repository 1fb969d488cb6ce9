import { useState } from 'preact/hooks'
import type { Sends } from '../../app/features/talkTracks/contract.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import { LoadState } from './LoadState.tsx'

/** Which number of the ranking was opened. */
export interface OpenedSends {
  title: string
  from: string
  to: string
  trackId: string | null
  set: string
  level: string
  only: 'all' | 'settled' | 'orders' | 'edited'
}

const ANSWERS = { good: '答复好', plain: '答复一般', bad: '答复不好' } as const

/** A number, opened: every send it counts, newest first. */
export function SendsSheet({ opened, onClose }: { opened: OpenedSends; onClose(): void }) {
  const [pages, setPages] = useState<(number | undefined)[]>([undefined])
  return (
    <Sheet title={opened.title} onClose={onClose}>
      {pages.map((before) => (
        <SendsPage
          key={before}
          path={pathOf(opened, before)}
          isLast={before === pages.at(-1)}
          onMore={(next) => setPages([...pages, next])}
        />
      ))}
    </Sheet>
  )
}

function pathOf({ from, to, trackId, set, level, only }: OpenedSends, before: number | undefined): string {
  const query = new URLSearchParams({ from, to, level, only })
  if (trackId === null) query.set('set', set)
  else query.set('trackId', trackId)
  if (before !== undefined) query.set('before', String(before))
  return `/api/talk-tracks/sends?${query}`
}

interface SendsPageProps {
  path: string
  isLast: boolean
  onMore(before: number): void
}

function SendsPage({ path, isLast, onMore }: SendsPageProps) {
  const loaded = useLoaded<Sends>(path)
  return (
    <LoadState loaded={loaded}>
      {({ rows, count, nextBefore }) => (
        <>
          {isLast && <p class="soft">{`共 ${count} 条`}</p>}
          <ul class="results-sends">
            {rows.map((row) => (
              <li key={row.sendId}>
                <p class="soft">
                  {sayDay(row.atMs)} {row.guideName}
                  {row.storeName && ` · ${row.storeName}`}
                  {row.isEdited && ' · 改过'}
                </p>
                <p class="results-text">{row.text}</p>
                <p class="soft">{outcomeOf(row)}</p>
              </li>
            ))}
          </ul>
          {isLast && nextBefore !== null && (
            <button type="button" onClick={() => onMore(nextBefore)}>
              再看 50 条
            </button>
          )}
        </>
      )}
    </LoadState>
  )
}

function outcomeOf({ order, answer, isSettled }: Sends['rows'][number]): string {
  const bought = order
    ? `${sayDay(order.paidAtMs)}成交，订单 ${order.orderNo}`
    : isSettled
      ? '14 天内没有成交'
      : '14 天还没过完'
  return answer ? `${bought} · ${ANSWERS[answer]}` : bought
}

/** Shops live on Beijing time, whatever the device says. */
function sayDay(ms: number): string {
  const local = new Date(ms + 8 * 3_600_000)
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日`
}
