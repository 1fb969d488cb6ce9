import { useState } from 'preact/hooks'
import type { ObjectionRow } from '../../../app/features/creditCases/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { Choice } from '../../shared/Choice.tsx'
import { CreditOf } from '../../shared/CreditOf.tsx'
import { formatYuan } from '../../shared/format.ts'
import { Sheet } from '../../shared/Sheet.tsx'
import { LoadState } from '../LoadState.tsx'
import { newWishKey } from '../usePosted.ts'
import { HoldersForm, type HoldersWish, readWish } from './HoldersForm.tsx'
import { useChoices } from './useChoices.ts'

type Outcome = 'upheld' | 'rejected'
const OUTCOMES: [Outcome, string][] = [
  ['upheld', '支持'],
  ['rejected', '不支持'],
]

interface SettleSheetProps {
  row: ObjectionRow
  isOperator: boolean
  onDone(words: string): void
  onClose(): void
}

/** The order with its why, and below it the answer to the guide. */
export function SettleSheet({ row, isOperator, onDone, onClose }: SettleSheetProps) {
  const { order, guideName } = row
  return (
    <Sheet title={`${guideName}的异议`} onClose={onClose}>
      <h3>
        订单 {order.orderNo} <span class="soft">{order.storeName}</span>
      </h3>
      <CreditOf source={order.source} orderNo={order.orderNo} />
      {row.maySettle && <SettleForm row={row} isOperator={isOperator} onDone={onDone} />}
      {row.state === 'open' && !row.maySettle && <p class="soft">自己的异议要由别人来处理。</p>}
    </Sheet>
  )
}

function SettleForm({ row, isOperator, onDone }: Omit<SettleSheetProps, 'onClose'>) {
  const { guideName, guideUserId } = row
  const [outcome, setOutcome] = useState<Outcome | ''>('')
  const [answer, setAnswer] = useState('')
  const [wish, setWish] = useState<HoldersWish>({
    lineNo: '',
    chosen: [{ key: `g:${guideUserId}`, name: guideName, parts: '1' }],
  })
  const [clientKey] = useState(newWishKey)
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const { words, setWords, loaded } = useChoices(row.order)
  const settle = (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setFault('')
    const body = outcome === 'upheld' ? { outcome, answer, clientKey, correction: readWish(wish) } : { outcome, answer }
    postJson<{ objection: { stateText: string } }>(`/api/credit-objections/${row.id}/settle`, body)
      .then(({ objection }) => onDone(`${guideName}的异议：${objection.stateText}`))
      .catch((error: ApiError) => {
        setFault(error.message)
        setBusy(false)
      })
  }
  return (
    <form class="case-form" onSubmit={settle}>
      <h3>怎么处理</h3>
      <Choice<Outcome | ''> label="怎么处理" options={OUTCOMES} chosen={outcome} onChoose={setOutcome} />
      {outcome === 'upheld' && (
        <LoadState loaded={loaded}>
          {(choices) => (
            <>
              <HoldersForm wish={wish} choices={choices} words={words} onWords={setWords} onChange={setWish} />
              <p class="soft">
                {isOperator
                  ? `改动超过 ${formatYuan(choices.limitFen)} 要另一位运营批准。`
                  : '支持后报总部，批准了业绩才会改。'}
              </p>
            </>
          )}
        </LoadState>
      )}
      {outcome && (
        <>
          <label>
            <span>给{guideName}的答复</span>
            <textarea
              rows={3}
              maxLength={200}
              placeholder={outcome === 'upheld' ? '依据是什么' : '为什么不改'}
              value={answer}
              onInput={(event) => setAnswer(event.currentTarget.value)}
            />
          </label>
          <p class="warn" role="alert">
            {fault}
          </p>
          <button
            type="submit"
            class="fill"
            disabled={isBusy || answer.trim() === '' || (outcome === 'upheld' && wish.chosen.length === 0)}
          >
            {outcome === 'upheld' ? (isOperator ? '支持并更正' : '支持，报总部') : '不支持'}
          </button>
        </>
      )}
    </form>
  )
}
