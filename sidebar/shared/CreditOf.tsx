import type { OrderCredit } from '../../app/features/credits/contract.ts'
import { formatYuan } from './format.ts'
import { useLoaded } from './useLoaded.ts'

/** Who got what of one order, and why, in plain words. */
export function CreditOf({ source, orderNo }: { source: string; orderNo: string }) {
  const path = `/api/orders/${encodeURIComponent(source)}/${encodeURIComponent(orderNo)}/credit`
  const { phase, data, error, reload } = useLoaded<OrderCredit>(path)
  if (data)
    return (
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
    )
  if (phase !== 'failed') return <p class="note">正在查…</p>
  return (
    <p class="note">
      {error?.message}{' '}
      <button type="button" onClick={reload}>
        重试
      </button>
    </p>
  )
}

function holderName(holder: OrderCredit['holders'][number]): string {
  if (holder.kind === 'guide') return holder.guideName ?? '一位导购'
  return holder.kind === 'pool' ? `${holder.storeName ?? '门店'}公共业绩` : '暂不归人'
}
