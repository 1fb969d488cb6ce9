import { useEffect, useState } from 'preact/hooks'
import type { ProofView } from '../../../app/features/ledger/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { formatClock, formatDay } from '../../shared/format.ts'

const LOOK_EVERY_MS = 2_000
const WAIT_MS = 300_000

interface ProofProps {
  proof: ProofView | null
  nowMs: number
  onLook(): void
}

/** What the last proof found, and a new one on demand: it runs in the background, so its end is looked out for. */
export function ProofPart({ proof, nowMs, onLook }: ProofProps) {
  const [waitsFor, setWaitsFor] = useState<{ after: number | undefined }>()
  const [fault, setFault] = useState<string>()
  const isWaiting = waitsFor !== undefined && proof?.atMs === waitsFor.after
  useEffect(() => {
    if (!isWaiting) return
    const looking = setInterval(onLook, LOOK_EVERY_MS)
    const end = setTimeout(() => setWaitsFor(undefined), WAIT_MS)
    return () => {
      clearInterval(looking)
      clearTimeout(end)
    }
  }, [isWaiting, onLook])
  const ask = () => {
    setFault(undefined)
    setWaitsFor({ after: proof?.atMs })
    postJson('/api/ledger/proofs', {}).catch((error: ApiError) => {
      setWaitsFor(undefined)
      setFault(error.message)
    })
  }
  return (
    <section class="ledger-part" aria-labelledby="ledger-proof">
      <h2 id="ledger-proof">核对</h2>
      <Found proof={proof} nowMs={nowMs} />
      <div class="ledger-acts">
        <button type="button" disabled={isWaiting} onClick={ask}>
          {isWaiting ? '正在核对…' : '立即核对'}
        </button>
        <span class="soft">每天 04:29 自动核对一次</span>
      </div>
      {fault && (
        <p class="ledger-fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}

function Found({ proof, nowMs }: Pick<ProofProps, 'proof' | 'nowMs'>) {
  if (!proof) return <p>还没有核对过。</p>
  const { atMs, isGood, postings, faultCount, faults } = proof
  const when = `${formatDay(atMs, nowMs)} ${formatClock(atMs)}`
  if (isGood)
    return (
      <p>
        <strong class="ledger-ok">✓ 账目无误</strong>
        <span class="soft">
          {' '}
          {when}，{postings.toLocaleString('en')} 张凭证
        </span>
      </p>
    )
  return (
    <>
      <p>
        <strong class="ledger-fault">✗ {faultCount} 处差错</strong>
        <span class="soft"> {when}</span>
      </p>
      <ul class="ledger-faults">
        {faults.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {faultCount > faults.length && <p class="soft">每一类只列出前几处，共 {faultCount} 处。</p>}
      <p class="soft">
        汇总与流水不符，可请工程师运行 npm run ledger -- rebuild 重算汇总；凭证被改动、删除、插入，要从备份里查清。
      </p>
    </>
  )
}
