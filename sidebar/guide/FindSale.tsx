import { useState } from 'preact/hooks'
import type { CaseOrder } from '../../app/features/creditCases/contract.ts'
import { type ApiError, getJson } from '../shared/api.ts'
import { formatYuan } from '../shared/format.ts'
import { MyCredit } from './MyCredit.tsx'

/** A sale that bears my name and is counted for somebody else stands on none of my lists: found by its number. */
export function FindSale() {
  const [orderNo, setOrderNo] = useState('')
  const [found, setFound] = useState<CaseOrder[]>()
  const [opened, setOpened] = useState<CaseOrder>()
  const [fault, setFault] = useState('')
  const find = (event: Event) => {
    event.preventDefault()
    setFault('')
    setOpened(undefined)
    getJson<{ orders: CaseOrder[] }>(`/api/credit-orders?orderNo=${encodeURIComponent(orderNo.trim())}`)
      .then(({ orders }) => {
        setFound(orders)
        if (orders.length === 1) setOpened(orders[0])
      })
      .catch((error: ApiError) => setFault(error.message))
  }
  return (
    <section class="credit-find" aria-label="按订单号查">
      <form onSubmit={find}>
        <label>
          <span>查一单业绩算谁的</span>
          <input
            maxLength={64}
            placeholder="订单号或小票号"
            value={orderNo}
            onInput={(event) => setOrderNo(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={orderNo.trim() === ''}>
          查找
        </button>
      </form>
      <p class="note" role="status">
        {fault || (found?.length === 0 ? '没有找到，或这单和你没有关系。' : '')}
      </p>
      {found && found.length > 1 && (
        <div class="chips">
          {found.map((one) => (
            <button type="button" key={one.source} aria-pressed={one === opened} onClick={() => setOpened(one)}>
              {one.storeName ?? one.source} {formatYuan(one.netFen)}
            </button>
          ))}
        </div>
      )}
      {opened && <MyCredit key={opened.source} source={opened.source} orderNo={opened.orderNo} />}
    </section>
  )
}
