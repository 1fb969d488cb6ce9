import { useState } from 'preact/hooks'
import type { BoardEntries, BoardEntry, Figure } from '../../app/features/boards/contract.ts'
import { CreditOf } from '../shared/CreditOf.tsx'
import { formatYuan } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import { type Filters, toPlaceAndDays } from './filters.ts'
import { LoadState } from './LoadState.tsx'

/** Which figure of the board was opened. */
export interface Opened {
  title: string
  holder: { guide: string } | { pool: string } | { unattributed: '1' }
  figure: Figure
}

interface OrderRef {
  source: string
  orderNo: string
}

interface EntriesSheetProps {
  opened: Opened
  filters: Filters
  onClose(): void
}

/** A figure, opened: every entry it is made of, newest first, each order with whose sale it is and why. */
export function EntriesSheet({ opened, filters, onClose }: EntriesSheetProps) {
  const [order, setOrder] = useState<OrderRef>()
  const [cursors, setCursors] = useState([''])
  return (
    <>
      <Sheet title={opened.title} onClose={onClose}>
        {cursors.map((cursor) => (
          <EntriesPage
            key={cursor}
            path={`/api/boards/entries?${queryOf(opened, filters, cursor)}`}
            figure={opened.figure}
            isFirst={cursor === ''}
            isLast={cursor === cursors.at(-1)}
            onOrder={setOrder}
            onMore={(next) => setCursors([...cursors, next])}
          />
        ))}
      </Sheet>
      {order && (
        <Sheet title="业绩算谁的" onClose={() => setOrder(undefined)}>
          <h3>订单 {order.orderNo}</h3>
          <CreditOf {...order} />
        </Sheet>
      )}
    </>
  )
}

function queryOf({ holder, figure }: Opened, filters: Filters, cursor: string): string {
  const query = toPlaceAndDays(filters)
  for (const [name, value] of Object.entries(holder)) query.set(name, value)
  query.set('figure', figure)
  if (cursor) query.set('cursor', cursor)
  return query.toString()
}

interface EntriesPageProps {
  path: string
  figure: Figure
  isFirst: boolean
  isLast: boolean
  onOrder(order: OrderRef): void
  onMore(cursor: string): void
}

function EntriesPage({ path, figure, isFirst, isLast, onOrder, onMore }: EntriesPageProps) {
  const loaded = useLoaded<BoardEntries>(path)
  return (
    <LoadState loaded={loaded}>
      {({ rows, totals, count, nextCursor }) => (
        <>
          {isFirst && (
            <p class="entries-sum">
              <strong>{formatYuan(totals[figure])}</strong>
              <span class="soft">{count === 0 ? '这段时间没有流水' : `由 ${count} 条流水合成`}</span>
            </p>
          )}
          <ul class="entries">
            {rows.map((row) => (
              <li key={row.id}>
                <Entry row={row} figure={figure} onOrder={onOrder} />
              </li>
            ))}
          </ul>
          {isLast && nextCursor && (
            <button type="button" onClick={() => onMore(nextCursor)}>
              再看 50 条
            </button>
          )}
        </>
      )}
    </LoadState>
  )
}

function Entry({ row, figure, onOrder }: { row: BoardEntry; figure: Figure; onOrder(order: OrderRef): void }) {
  const { source, orderNo, refundNo } = row
  const fen = figure === 'refundFen' ? row.refundFen : row.amountFen
  const what = (
    <>
      <span class="entry-what">{orderNo ?? `退款 ${refundNo ?? ''}，没有原订单`}</span>
      <span class="entry-fen">{formatYuan(fen)}</span>
      <span class="soft">{describe(row)}</span>
      <span class="soft">累计 {formatYuan(row.runningFen)}</span>
    </>
  )
  if (source === null || orderNo === null) return <div class="entry">{what}</div>
  return (
    <button type="button" class="entry" onClick={() => onOrder({ source, orderNo })}>
      {what}
    </button>
  )
}

/** `11月25日 退款 · 门店 徐汇店`; a fact of a closed month says which day it was. */
function describe({ bookedOn, occurredOn, causeText, channel, storeName }: BoardEntry): string {
  const late = occurredOn === bookedOn ? '' : `（${sayDay(occurredOn)}的事，当月已结）`
  const place = channel === 'online' ? '线上' : '门店'
  return `${sayDay(bookedOn)} ${causeText}${late} · ${place}${storeName ? ` · ${storeName}` : ''}`
}

const sayDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
