import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { formatDay } from '../shared/format.ts'
import { MyCredit } from './MyCredit.tsx'

export interface OrderRef {
  source: string
  orderNo: string
  what: string
}

export interface CreditWordsProps {
  panel: CustomerPanel
  order: OrderRef | undefined
}

/** Plain words about whose sale it is prevent quarrels. */
export function CreditWords({ panel, order }: CreditWordsProps) {
  const { binding, nowMs } = panel
  return (
    <>
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
          <MyCredit source={order.source} orderNo={order.orderNo} />
        </>
      )}
    </>
  )
}
