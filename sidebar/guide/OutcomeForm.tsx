import { useState } from 'preact/hooks'
import { postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'

const USUAL = ['已补发', '已退换', '已退款', '已道歉，客户接受']

export interface OutcomeFormProps {
  complaintId: number
  onClosed(): void
}

/** How a complaint was settled; the usual ends are one tap. */
export function OutcomeForm({ complaintId, onClosed }: OutcomeFormProps) {
  const desk = useDesk()
  const [outcome, setOutcome] = useState('')
  const [isBusy, setBusy] = useState(false)
  const save = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    try {
      await postJson(`/api/complaints/${complaintId}/close`, { outcome: outcome.trim() })
      desk.say('已记下处理结果 ✓')
      onClosed()
    } catch (error) {
      desk.say(`没有记下：${(error as Error).message}`)
      setBusy(false)
    }
  }
  return (
    <form class="note-form" onSubmit={save}>
      <ul class="chips">
        {USUAL.map((words) => (
          <li key={words}>
            <button type="button" aria-pressed={outcome === words} onClick={() => setOutcome(words)}>
              {words}
            </button>
          </li>
        ))}
      </ul>
      <textarea
        rows={3}
        maxLength={200}
        aria-label="怎么处理的"
        placeholder="怎么处理的，客户满意吗"
        value={outcome}
        onInput={(event) => setOutcome(event.currentTarget.value)}
      />
      <button type="submit" class="fill" disabled={isBusy || outcome.trim() === ''}>
        处理好了
      </button>
    </form>
  )
}
