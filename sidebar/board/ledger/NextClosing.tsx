import { useState } from 'preact/hooks'
import type { ClosingView, LedgerView } from '../../../app/features/ledger/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { Sheet } from '../../shared/Sheet.tsx'
import { sayMonth } from '../../shared/statements/figures.ts'

interface NextProps {
  ledger: Pick<LedgerView, 'nextMonth' | 'refusal'>
  onClosed(closing: ClosingView): void
}

/** The one month that may be closed next, or why it may not. Asked twice: nothing opens it again. */
export function NextClosing({ ledger: { nextMonth, refusal }, onClosed }: NextProps) {
  const [isAsking, setAsking] = useState(false)
  return (
    <section class="ledger-part" aria-labelledby="ledger-next">
      <h2 id="ledger-next">结账</h2>
      {nextMonth === null || refusal !== null ? (
        <p>{refusal}</p>
      ) : (
        <>
          <p>{sayMonth(nextMonth)}已过完，账目无误，可以结账。</p>
          <div class="ledger-acts">
            <button type="button" class="fill" onClick={() => setAsking(true)}>
              结账 {sayMonth(nextMonth)}
            </button>
          </div>
        </>
      )}
      {isAsking && nextMonth !== null && (
        <Ask
          month={nextMonth}
          onClose={() => setAsking(false)}
          onClosed={(closing) => {
            setAsking(false)
            onClosed(closing)
          }}
        />
      )}
    </section>
  )
}

function Ask({ month, onClose, onClosed }: { month: string; onClose(): void } & Pick<NextProps, 'onClosed'>) {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const close = () => {
    setBusy(true)
    postJson<ClosingView>(`/api/ledger/months/${month}/close`, {}).then(onClosed, (error: ApiError) => {
      setBusy(false)
      setFault(error.message)
    })
  }
  return (
    <Sheet title={`结账 ${sayMonth(month)}`} onClose={onClose}>
      <div class="ledger-ask">
        <p>结账后，{sayMonth(month)}的数字不再变动，也不能重开。</p>
        <p>之后才知道的付款、退款、认领和更正，都记到下个月第一天，并保留它们自己的日期。</p>
        {fault && (
          <p class="ledger-fault" role="alert">
            {fault}
          </p>
        )}
        <div class="ledger-acts">
          <button type="button" class="fill" disabled={isBusy} onClick={close}>
            {isBusy ? '正在结账…' : `确认结账 ${sayMonth(month)}`}
          </button>
          <button type="button" onClick={onClose}>
            再等等
          </button>
        </div>
      </div>
    </Sheet>
  )
}
