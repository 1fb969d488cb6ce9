import { useMemo, useRef, useState } from 'preact/hooks'
import type { DryRunView, RulesCheck, RulesInForce } from '../../../app/features/dryRuns/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { addDays, businessDayOf } from '../../shared/format.ts'
import { useSettled } from '../../shared/useSettled.ts'
import { newWishKey, usePosted } from '../usePosted.ts'
import { addressOf, sayDay } from './words.ts'

const MOST_CHARS = 20_000

/** The file to try, with its faults as it is written, and the days to try it on: last month, unless said otherwise. */
export function RulesForm({ inForce, nowMs }: { inForce: RulesInForce; nowMs: number }) {
  const today = businessDayOf(nowMs)
  const lastDay = addDays(`${today.slice(0, 8)}01`, -1)
  const [text, setText] = useState(inForce.source)
  const [from, setFrom] = useState(`${lastDay.slice(0, 8)}01`)
  const [to, setTo] = useState(lastDay)
  const [said, setSaid] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  // Another wish, another key: what is changed is no repeat.
  const clientKey = useMemo(newWishKey, [text, from, to])
  const settled = useSettled(text)
  const isLong = settled.length > MOST_CHARS
  const check = usePosted<RulesCheck>(
    '/api/dry-runs/check',
    settled && !isLong ? JSON.stringify({ rules: settled }) : undefined,
  )
  const faults = check.data?.faults ?? []
  const isReady =
    settled === text && check.data !== undefined && !check.isBusy && !check.error && faults.length === 0 && !isLong
  const submit = (event: Event) => {
    event.preventDefault()
    setIsBusy(true)
    setSaid('')
    postJson<DryRunView>('/api/dry-runs', { clientKey, rules: text, from, to })
      .then(({ id }) => {
        location.hash = addressOf(String(id), {})
      })
      .catch((error: ApiError) => setSaid(error.message))
      .finally(() => setIsBusy(false))
  }
  return (
    <form class="dry-form" onSubmit={submit}>
      <p>
        现行规则：第 {inForce.version} 版“{inForce.title}”，{sayDay(inForce.effectiveFrom)}起。在下面改，或选一个文件。
      </p>
      <label class="dry-field">
        <span>规则文件</span>
        <textarea
          ref={box}
          class="dry-rules"
          rows={18}
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Faults faults={faults} onShow={(line) => showLine(box.current, line)} />
      {isLong && <p class="warn">文件太长，最多 {MOST_CHARS} 个字。</p>}
      {isReady && <p class="dry-ok">规则写得没有问题：“{check.data?.title}”</p>}
      <div class="dry-acts">
        <label class="dry-file">
          <span>选文件</span>
          <input
            type="file"
            accept=".yaml,.yml,text/yaml"
            onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)}
          />
        </label>
        <button type="button" disabled={text === inForce.source} onClick={() => setText(inForce.source)}>
          回到现行规则
        </button>
      </div>
      <div class="dry-acts dry-days">
        <DayField label="从" value={from} max={today} onChange={setFrom} />
        <DayField label="到" value={to} max={today} onChange={setTo} />
        <button type="submit" class="fill" disabled={isBusy || !isReady}>
          试算
        </button>
      </div>
      <p role="alert" class="warn">
        {said || check.error?.message}
      </p>
    </form>
  )
}

function Faults({ faults, onShow }: { faults: RulesCheck['faults']; onShow(line: number): void }) {
  if (faults.length === 0) return null
  return (
    <section class="dry-faults" role="status" aria-label="规则里的错">
      <h2>有 {faults.length} 处要改</h2>
      <ul>
        {faults.map(({ line, path, text }) => (
          <li key={`${line} ${path} ${text}`}>
            <button type="button" onClick={() => onShow(line)}>
              第 {line} 行
            </button>
            <span>
              {path && <code>{path}</code>} {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Marks the line where it stands, and brings it into view. */
function showLine(box: HTMLTextAreaElement | null, line: number): void {
  if (!box) return
  const lines = box.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
  box.focus()
  box.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  box.scrollTop = (box.scrollHeight / lines.length) * Math.max(0, line - 4)
}

interface DayFieldProps {
  label: string
  value: string
  max: string
  onChange(day: string): void
}

function DayField({ label, value, max, onChange }: DayFieldProps) {
  return (
    <label class="dry-day">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        max={max}
        required
        onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
      />
    </label>
  )
}
