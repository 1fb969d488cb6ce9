import type { ComponentChildren } from 'preact'
import type { OrderCredit } from '../../app/features/credits/contract.ts'
import { CreditCases } from './CreditCases.tsx'
import { formatYuan } from './format.ts'
import { useLoaded } from './useLoaded.ts'

interface CreditOfProps {
  source: string
  orderNo: string
  /** What can be done about it, below. */
  children?(credit: OrderCredit, reload: () => void): ComponentChildren
}

export const orderPath = (source: string, orderNo: string) =>
  `/api/orders/${encodeURIComponent(source)}/${encodeURIComponent(orderNo)}`

/** Who got what of one order, and why, in plain words; what people have said about it. */
export function CreditOf({ source, orderNo, children }: CreditOfProps) {
  const { phase, data, error, reload, refresh } = useLoaded<OrderCredit>(`${orderPath(source, orderNo)}/credit`)
  if (data)
    return (
      <div class="credit">
        <p class="credit-head">{data.headline}</p>
        {data.holders.length > 1 && <Holders of={data} />}
        {data.order.settlesAtMs !== null && data.order.netFen > 0 && (
          <p class="note">
            {sayDay(data.order.settlesAtMs)}售后期满后结算。不管什么时候退款，都从得到业绩的人那里扣回。
          </p>
        )}
        <Story of={data} />
        {data.rule && (
          <details class="credit-rule">
            <summary>
              规则第 {data.rule.version} 版「{data.rule.title}」
            </summary>
            <p>{data.rule.text}</p>
          </details>
        )}
        <CreditCases cases={data.cases} />
        {children?.(data, refresh)}
      </div>
    )
  if (phase !== 'failed')
    return (
      <p class="note" role="status">
        正在查…
      </p>
    )
  return (
    <p class="note">
      {error?.message}{' '}
      <button type="button" onClick={reload}>
        重试
      </button>
    </p>
  )
}

function Holders({ of }: { of: OrderCredit }) {
  return (
    <ul class="holders">
      {of.holders.map((holder) => (
        <li key={`${holder.kind}${holder.guideUserId}${holder.storeCode}`}>
          <span>{holderName(holder)}</span>
          <span>{formatYuan(holder.amountFen)}</span>
        </li>
      ))}
    </ul>
  )
}

function Story({ of }: { of: OrderCredit }) {
  return (
    <ol class="credit-story">
      {of.story.map(({ atMs, title, bookedText, moves, sentences }) => (
        <li key={atMs}>
          <p class="credit-when">
            <strong>{title}</strong> <span class="note">{sayDay(atMs)}</span>
          </p>
          {moves.map(({ name, amountFen }) => (
            <p key={name} class="credit-move">
              <span>{name}</span>
              <span class={amountFen < 0 ? 'credit-minus' : undefined}>
                {amountFen > 0 && '+'}
                {formatYuan(amountFen)}
              </span>
            </p>
          ))}
          {bookedText && <p class="note">{bookedText}</p>}
          <ul class="credit-why">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function holderName(holder: OrderCredit['holders'][number]): string {
  if (holder.kind === 'guide') return holder.guideName ?? '一位导购'
  return holder.kind === 'pool' ? `${holder.storeName ?? ''}门店池` : '待归属'
}

/** Always with its month and day, never 今天: it is read again later. Beijing time. */
function sayDay(ms: number): string {
  const local = new Date(ms + 8 * 3_600_000)
  return `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日`
}
