import { useState } from 'preact/hooks'
import type { CaseOrder, CorrectionView } from '../../../app/features/creditCases/contract.ts'
import { type ApiError, getJson, postJson } from '../../shared/api.ts'
import { CreditOf, orderPath } from '../../shared/CreditOf.tsx'
import { formatYuan } from '../../shared/format.ts'
import { Sheet } from '../../shared/Sheet.tsx'
import { LoadState } from '../LoadState.tsx'
import { newWishKey } from '../usePosted.ts'
import { HoldersForm, type HoldersWish, readWish } from './HoldersForm.tsx'
import { useChoices } from './useChoices.ts'

interface ProposeSheetProps {
  onDone(words: string): void
  onClose(): void
}

/** Finds an order by its number, shows whose it is and why, and gives it to others. */
export function ProposeSheet({ onDone, onClose }: ProposeSheetProps) {
  const [orderNo, setOrderNo] = useState('')
  const [found, setFound] = useState<CaseOrder[]>()
  const [order, setOrder] = useState<CaseOrder>()
  const [fault, setFault] = useState('')
  const find = (event: Event) => {
    event.preventDefault()
    setFault('')
    setOrder(undefined)
    getJson<{ orders: CaseOrder[] }>(`/api/credit-orders?orderNo=${encodeURIComponent(orderNo.trim())}`)
      .then(({ orders }) => {
        setFound(orders)
        if (orders.length === 1) setOrder(orders[0])
      })
      .catch((error: ApiError) => setFault(error.message))
  }
  return (
    <Sheet title="更正一单" onClose={onClose}>
      <form class="case-find" onSubmit={find}>
        <label>
          <span>订单号</span>
          <input maxLength={64} value={orderNo} onInput={(event) => setOrderNo(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={orderNo.trim() === ''}>
          查找
        </button>
      </form>
      <p class="warn" role="alert">
        {found?.length === 0 ? '没有这个订单号。' : fault}
      </p>
      {found && found.length > 1 && (
        <div class="case-chips">
          {found.map((one) => (
            <button type="button" key={one.source} aria-pressed={one === order} onClick={() => setOrder(one)}>
              {one.source}
              <span class="soft">
                {one.storeName} {formatYuan(one.netFen)}
              </span>
            </button>
          ))}
        </div>
      )}
      {order && <ProposeForm key={order.source + order.orderNo} order={order} onDone={onDone} />}
    </Sheet>
  )
}

function ProposeForm({ order, onDone }: { order: CaseOrder; onDone(words: string): void }) {
  const [wish, setWish] = useState<HoldersWish>({ lineNo: '', chosen: [] })
  const [reason, setReason] = useState('')
  const [clientKey] = useState(newWishKey)
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const { words, setWords, loaded } = useChoices(order)
  const propose = (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setFault('')
    const body = { ...readWish(wish), reason, clientKey }
    postJson<{ correction: CorrectionView }>(`${orderPath(order.source, order.orderNo)}/corrections`, body)
      .then(({ correction: { number, state } }) =>
        onDone(state === 'approved' ? `更正 ${number} 已生效` : `更正 ${number} 已提出，等另一位运营批准`),
      )
      .catch((error: ApiError) => {
        setFault(error.message)
        setBusy(false)
      })
  }
  return (
    <>
      <CreditOf source={order.source} orderNo={order.orderNo} />
      <form class="case-form" onSubmit={propose}>
        <LoadState loaded={loaded}>
          {(choices) => (
            <>
              <HoldersForm wish={wish} choices={choices} words={words} onWords={setWords} onChange={setWish} />
              <p class="soft">改动超过 {formatYuan(choices.limitFen)} 要另一位运营批准。</p>
            </>
          )}
        </LoadState>
        <label>
          <span>理由</span>
          <textarea
            rows={2}
            maxLength={200}
            placeholder="导购和店长都会看到"
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <p class="warn" role="alert">
          {fault}
        </p>
        <button type="submit" class="fill" disabled={isBusy || wish.chosen.length === 0 || reason.trim() === ''}>
          更正
        </button>
      </form>
    </>
  )
}
