import { useState } from 'preact/hooks'
import type { CorrectionRow } from '../../../app/features/creditCases/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { CreditOf } from '../../shared/CreditOf.tsx'
import { formatYuan } from '../../shared/format.ts'
import { Sheet } from '../../shared/Sheet.tsx'

interface DecideSheetProps {
  row: CorrectionRow
  onDone(words: string): void
  onClose(): void
}

/** What is to be changed and why, the order with its story, and the second person's word. */
export function DecideSheet({ row, onDone, onClose }: DecideSheetProps) {
  const { id, number, order, toText, movedFen, reason, proposedByName } = row
  const [note, setNote] = useState('')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const decide = (outcome: 'approved' | 'rejected') => {
    setBusy(true)
    setFault('')
    postJson(`/api/credit-corrections/${id}/decide`, { outcome, note: note.trim() })
      .then(() => onDone(`更正 ${number} ${outcome === 'approved' ? '已批准，业绩改好了' : '没有批准'}`))
      .catch((error: ApiError) => {
        setFault(error.message)
        setBusy(false)
      })
  }
  return (
    <Sheet title={`更正 ${number}`} onClose={onClose}>
      <p>
        {proposedByName}提出{row.lineNo === null ? '整单' : `第 ${row.lineNo} 行`}改计给{toText}，{formatYuan(movedFen)}
        。
      </p>
      <p>理由：{reason}</p>
      <h3>
        订单 {order.orderNo} <span class="soft">{order.storeName}</span>
      </h3>
      <CreditOf source={order.source} orderNo={order.orderNo} />
      {row.mayDecide ? (
        <div class="case-form">
          <label>
            <span>说明（不批准时必填）</span>
            <textarea rows={2} maxLength={200} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          </label>
          <p class="warn" role="alert">
            {fault}
          </p>
          <div class="case-acts">
            <button type="button" class="fill" disabled={isBusy} onClick={() => decide('approved')}>
              批准
            </button>
            <button type="button" disabled={isBusy || note.trim() === ''} onClick={() => decide('rejected')}>
              不批准
            </button>
          </div>
        </div>
      ) : (
        row.state === 'proposed' && <p class="soft">要由另一位运营来批准。</p>
      )}
    </Sheet>
  )
}
