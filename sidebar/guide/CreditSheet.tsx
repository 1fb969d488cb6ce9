import type { OrderCredit } from '../../app/features/credits/contract.ts'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { formatDay, formatYuan } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'

export interface OrderRef {
  source: string
  orderNo: string
  what: string
}

interface CreditSheetProps {
  panel: CustomerPanel
  order: OrderRef | undefined
  onClose(): void
}

/** Plain words about whose sale it is prevent quarrels. */
export function CreditSheet({ panel, order, onClose }: CreditSheetProps) {
  const { binding, nowMs } = panel
  return (
    <Sheet title="业绩算谁的" onClose={onClose}>
      {binding ? (
        <p>
          从{formatDay(binding.sinceMs, nowMs)}起归
          {binding.isMine ? '你' : `${binding.storeName ?? ''} ${binding.guideName}`}
          {binding.sourceText && `，因为${binding.sourceText}`}。
        </p>
      ) : (
        <p>这位客户还没有归属导购，消费按实际服务的导购算。</p>
      )}
      {order && <CreditOf order={order} />}
    </Sheet>
  )
}

function CreditOf({ order }: { order: OrderRef }) {
  const path = `/api/orders/${encodeURIComponent(order.source)}/${encodeURIComponent(order.orderNo)}/credit`
  const { phase, data, error, reload } = useLoaded<OrderCredit>(path)
  return (
    <>
      <h3>{order.what}</h3>
      {data ? (
        <>
          <ul class="holders">
            {data.holders.map((holder) => (
              <li key={`${holder.kind}${holder.guideUserId}${holder.storeCode}`}>
                <span>{holderName(holder)}</span>
                <span>{formatYuan(holder.amountFen)}</span>
              </li>
            ))}
          </ul>
          <ol class="why">
            {data.why.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </>
      ) : phase === 'failed' ? (
        <p class="note">
          {error?.message}{' '}
          <button type="button" onClick={reload}>
            重试
          </button>
        </p>
      ) : (
        <p class="note">正在查…</p>
      )}
    </>
  )
}

function holderName(holder: OrderCredit['holders'][number]): string {
  if (holder.kind === 'guide') return holder.guideName ?? '一位导购'
  return holder.kind === 'pool' ? `${holder.storeName ?? '门店'}公共业绩` : '暂不归人'
}
