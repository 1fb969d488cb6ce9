import { useState } from 'preact/hooks'
import type { CycleRow, CycleWords } from '../../app/features/lifecycle/contract.ts'
import type { ApiError } from '../shared/api.ts'
import { Sheet } from '../shared/Sheet.tsx'

interface CycleSheetProps {
  row: CycleRow
  /** Rejects with what the server says against it. */
  onSave(words: CycleWords): Promise<void>
  onClose(): void
}

type Field = keyof CycleWords
const FIELDS: Record<Field, [title: string, hint: string]> = {
  useUpDays: ['一件用多久', '买几件就乘几'],
  activeDays: ['活跃', '买过两次以上，超过就算沉默'],
  silentDays: ['沉默', '只买过一次，超过就算沉默'],
  churnDays: ['流失', '超过就算流失'],
}
const OF_CATEGORY: readonly Field[] = ['activeDays', 'silentDays', 'churnDays', 'useUpDays']

/** The operator's own days; a field left empty goes on as configured or learned. */
export function CycleSheet({ row, onSave, onClose }: CycleSheetProps) {
  const fields: readonly Field[] = row.kind === 'category' ? OF_CATEGORY : ['useUpDays']
  const [texts, setTexts] = useState<Record<Field, string>>(() => textsOf(row.override))
  const [fault, setFault] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const save = (event: Event) => {
    event.preventDefault()
    setIsBusy(true)
    onSave(wordsOf(texts))
      .catch((error: ApiError) => setFault(error.message))
      .finally(() => setIsBusy(false))
  }
  return (
    <Sheet title={`${row.title}的周期`} onClose={onClose}>
      <form class="cycles-form" onSubmit={save}>
        {fields.map((field) => (
          <label key={field}>
            <span>
              {FIELDS[field][0]}（天）<span class="soft">{FIELDS[field][1]}</span>
            </span>
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={3650}
              step={1}
              value={texts[field]}
              placeholder={`现在 ${inForce(row, field) ?? '不知道'}`}
              onInput={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
            />
          </label>
        ))}
        <p class="soft">空着就按配置或学到的来。</p>
        <p class="warn" role="alert">
          {fault}
        </p>
        <button type="submit" class="fill" disabled={isBusy}>
          保存
        </button>
      </form>
    </Sheet>
  )
}

function inForce({ useUp, stages }: CycleRow, field: Field): number | undefined {
  return field === 'useUpDays' ? useUp?.days : stages?.[field]
}

function textsOf(words: CycleWords | null): Record<Field, string> {
  const text = (field: Field) => words?.[field]?.toString() ?? ''
  return {
    useUpDays: text('useUpDays'),
    activeDays: text('activeDays'),
    silentDays: text('silentDays'),
    churnDays: text('churnDays'),
  }
}

function wordsOf(texts: Record<Field, string>): CycleWords {
  const word = (field: Field) => (texts[field].trim() === '' ? null : Number(texts[field]))
  return {
    useUpDays: word('useUpDays'),
    activeDays: word('activeDays'),
    silentDays: word('silentDays'),
    churnDays: word('churnDays'),
  }
}
