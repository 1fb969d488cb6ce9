import { useState } from 'preact/hooks'
import type { ExceptionView } from '../../../app/features/exceptions/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { formatMoment } from '../../shared/format.ts'

interface MatterProps {
  row: ExceptionView
  onDone(text: string): void
}

/** One matter: what happened, what may be done, and the two things a person can do here. */
export function Matter({ row, onDone }: MatterProps) {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const act = (what: 'settle' | 'rerun') => {
    setBusy(true)
    setFault('')
    postJson<{ text: string }>(`/api/intake-exceptions/${row.id}/${what}`, {})
      .then(({ text }) => onDone(text))
      .catch((error: ApiError) => setFault(error.message))
      .finally(() => setBusy(false))
  }
  const nowMs = Date.now()
  const where = [row.source, row.storeName ?? row.storeCode, formatMoment(row.createdAtMs, nowMs)]
  return (
    <>
      <h2>{row.kindText}</h2>
      <p class="matter-text">{row.text}</p>
      {row.differences.length > 0 && (
        <dl class="matter-differences">
          {row.differences.map(({ field, stored, received }) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>{`已存 ${stored}`}</dd>
              <dd>{`又来 ${received}`}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="soft">{where.filter(Boolean).join(' · ')}</p>
      {row.state === 'settled' ? (
        <p class="soft">
          {`${row.settledBy === 'system' ? '自动消掉' : `${row.settledBy} 标为已处理`} · ${formatMoment(row.settledAtMs ?? row.createdAtMs, nowMs)}`}
        </p>
      ) : (
        <>
          <p class="soft">{row.advice}</p>
          <div class="matter-acts">
            <button type="button" disabled={isBusy} onClick={() => act('rerun')}>
              重新计算
            </button>
            <button type="button" class="fill" disabled={isBusy} onClick={() => act('settle')}>
              标为已处理
            </button>
          </div>
        </>
      )}
      <p class="warn" role="alert">
        {fault}
      </p>
    </>
  )
}
