import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import type { BoardEntry } from '../../app/features/boards/contract.ts'
import { CreditOf } from './CreditOf.tsx'
import { formatYuan } from './format.ts'
import { Sheet } from './Sheet.tsx'
import { useLoaded } from './useLoaded.ts'

type Line = Omit<BoardEntry, 'amountFen' | 'refundFen'>
interface EntriesPage<Row extends Line> {
  count: number
  rows: Row[]
  nextCursor: string | null
}
interface OrderRef {
  source: string
  orderNo: string
}

interface EntriesSheetProps<Row extends Line, Page extends EntriesPage<Row>> {
  title: string
  /** The address of one page; the cursor is empty for the first. */
  pathOf(cursor: string): string
  sumOf(page: Page): number
  fenOf(row: Row): number
  /** How an opened order says whose it is; a guide's also takes objections. */
  credit?: ComponentType<OrderRef>
  onClose(): void
}

/** A figure, opened: every entry it is made of, newest first, each order with whose sale it is and why. */
export function EntriesSheet<Row extends Line, Page extends EntriesPage<Row>>(props: EntriesSheetProps<Row, Page>) {
  const { credit: Credit = CreditOf } = props
  const [order, setOrder] = useState<OrderRef>()
  const [cursors, setCursors] = useState([''])
  return (
    <>
      <Sheet title={props.title} onClose={props.onClose}>
        {cursors.map((cursor) => (
          <OnePage
            key={cursor}
            {...props}
            path={props.pathOf(cursor)}
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
          <Credit {...order} />
        </Sheet>
      )}
    </>
  )
}

interface OnePageProps<Row extends Line, Page extends EntriesPage<Row>> extends EntriesSheetProps<Row, Page> {
  path: string
  isFirst: boolean
  isLast: boolean
  onOrder(order: OrderRef): void
  onMore(cursor: string): void
}

function OnePage<Row extends Line, Page extends EntriesPage<Row>>(props: OnePageProps<Row, Page>) {
  const { path, isFirst, isLast, sumOf, fenOf, onOrder, onMore } = props
  const { data, phase, error, reload } = useLoaded<Page>(path)
  if (!data)
    return (
      <p class="note" role="status">
        {phase === 'failed' ? error?.message : phase === 'slow' ? '网络不稳，还在等数据' : '正在取数…'}
        {phase === 'failed' && (
          <button type="button" onClick={reload}>
            重试
          </button>
        )}
      </p>
    )
  const { rows, count, nextCursor } = data
  return (
    <>
      {isFirst && (
        <p class="entries-sum">
          <strong>{formatYuan(sumOf(data))}</strong>
          <span class="note">{count === 0 ? '没有流水' : `由 ${count} 条流水合成`}</span>
        </p>
      )}
      <ul class="entries">
        {rows.map((row) => (
          <li key={row.id}>
            <Entry row={row} fen={fenOf(row)} onOrder={onOrder} />
          </li>
        ))}
      </ul>
      {isLast && nextCursor && (
        <button type="button" onClick={() => onMore(nextCursor)}>
          再看 50 条
        </button>
      )}
    </>
  )
}

function Entry({ row, fen, onOrder }: { row: Line; fen: number; onOrder(order: OrderRef): void }) {
  const { source, orderNo, refundNo } = row
  const what = (
    <>
      <span class="entry-what">{orderNo ?? `退款 ${refundNo ?? ''}，没有原订单`}</span>
      <span class="entry-fen">{formatYuan(fen)}</span>
      <span class="note">{describe(row)}</span>
      <span class="note">累计 {formatYuan(row.runningFen)}</span>
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
function describe({ bookedOn, occurredOn, causeText, channel, storeName }: Line): string {
  const late = occurredOn === bookedOn ? '' : `（${sayDay(occurredOn)}的事，当月已结）`
  const place = channel === 'online' ? '线上' : '门店'
  return `${sayDay(bookedOn)} ${causeText}${late} · ${place}${storeName ? ` · ${storeName}` : ''}`
}

const sayDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
