import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { CreditOf } from '../shared/CreditOf.tsx'
import { formatDay } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'

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
      {order && (
        <>
          <h3>{order.what}</h3>
          <CreditOf source={order.source} orderNo={order.orderNo} />
        </>
      )}
    </Sheet>
  )
}
