import { useState } from 'preact/hooks'
import type { DryRunOrders, DryRunWhy } from '../../../app/features/dryRuns/contract.ts'
import { formatYuan } from '../../shared/format.ts'
import { Sheet } from '../../shared/Sheet.tsx'
import { useLoaded } from '../../shared/useLoaded.ts'
import { DataTable } from '../DataTable.tsx'
import { LoadState } from '../LoadState.tsx'
import { Path } from './Path.tsx'
import { Difference } from './SumsTable.tsx'
import { addressOf } from './words.ts'

interface OrdersBehindProps {
  id: string
  holder: { region: string; store: string; account: string }
  after: string
}

type Row = DryRunOrders['rows'][number]

/** The orders behind one holder's row; each opens to why it is so now, and why it would be otherwise. */
export function OrdersBehind({ id, holder, after }: OrdersBehindProps) {
  const [open, setOpen] = useState<Row>()
  const loaded = useLoaded<DryRunOrders>(`/api/dry-runs/${id}/orders?${new URLSearchParams({ ...holder, after })}`)
  return (
    <LoadState loaded={loaded}>
      {({ path, rows, nextAfter }) => (
        <section class="dry-sums" aria-label="会变的订单">
          <Path id={id} names={path} place={holder} />
          <DataTable
            caption="会变的订单"
            isCaptionUnseen
            rows={rows}
            keyOf={({ orderId }) => String(orderId)}
            columns={[
              {
                title: '订单',
                look: 'text wrap',
                show: (row) => (
                  <button type="button" class="quiet dry-name" onClick={() => setOpen(row)}>
                    {row.orderNo}
                  </button>
                ),
              },
              { title: '差额', show: ({ beforeFen, afterFen }) => <Difference fen={afterFen - beforeFen} /> },
              { title: '现行规则', show: ({ beforeFen }) => formatYuan(beforeFen) },
              { title: '新规则', show: ({ afterFen }) => formatYuan(afterFen) },
              { title: '付款日', show: ({ day }) => day },
            ]}
          />
          {nextAfter !== null && (
            <p class="dry-acts">
              <a class="button" href={addressOf(id, { ...holder, after: nextAfter })}>
                下一页
              </a>
            </p>
          )}
          {open && (
            <Sheet title={`订单 ${open.orderNo}`} onClose={() => setOpen(undefined)}>
              <BothWhys path={`/api/dry-runs/${id}/orders/${open.orderId}`} />
            </Sheet>
          )}
        </section>
      )}
    </LoadState>
  )
}

function BothWhys({ path }: { path: string }) {
  const loaded = useLoaded<DryRunWhy>(path)
  return (
    <LoadState loaded={loaded}>
      {({ parts, before, after, isOtherwiseNow }) => (
        <>
          {isOtherwiseNow && <p class="warn">试算之后，这一单又有变化（比如退款）。下面按现在的情况说。</p>}
          <ul class="dry-parts">
            {parts.map(({ name, beforeFen, afterFen }) => (
              <li key={name}>
                <span>{name}</span>
                <span>
                  {formatYuan(beforeFen)} → {formatYuan(afterFen)}
                </span>
                <Difference fen={afterFen - beforeFen} />
              </li>
            ))}
          </ul>
          <div class="dry-whys">
            <Why title="现行规则" sentences={before} />
            <Why title="新规则" sentences={after} />
          </div>
        </>
      )}
    </LoadState>
  )
}

function Why({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ol class="why">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </section>
  )
}
