import { useState } from 'preact/hooks'
import type { ComplaintView } from '../../app/features/complaints/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { Choice } from '../shared/Choice.tsx'
import { useDesk } from './desk.ts'
import { newClientKey } from './reporter.ts'

const KINDS = [
  ['damaged', '破损少件'],
  ['quality', '质量问题'],
  ['service', '服务不满意'],
  ['other', '其他'],
] as const

export interface ComplaintFormProps {
  externalUserId: string
  /** The one that is open: what is new is written below it. */
  open: ComplaintView | null
  onOpened(complaint: ComplaintView): void
}

/** What is wrong, in the customer's words. */
export function ComplaintForm({ externalUserId, open, onOpened }: ComplaintFormProps) {
  const desk = useDesk()
  const [kind, setKind] = useState<(typeof KINDS)[number][0]>(open?.kind ?? 'damaged')
  const [body, setBody] = useState('')
  const [clientKey] = useState(newClientKey)
  const [isBusy, setBusy] = useState(false)
  const save = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    try {
      const path = `${customerPath(externalUserId)}/complaints`
      const { complaint } = await postJson<{ complaint: ComplaintView }>(path, { clientKey, kind, body: body.trim() })
      desk.say(open ? '已补充到投诉里' : '已登记，别的跟进先停下')
      onOpened(complaint)
    } catch (error) {
      desk.say(`没有记下：${(error as Error).message}`)
      setBusy(false)
    }
  }
  return (
    <form class="note-form" onSubmit={save}>
      {open ? (
        <p class="note">已登记：{open.kindText}。别的跟进都先停下，等处理好再说。</p>
      ) : (
        <Choice label="哪方面的问题" options={KINDS} chosen={kind} onChoose={(key) => setKind(key)} />
      )}
      <textarea
        rows={4}
        maxLength={500}
        aria-label="客户说了什么"
        placeholder="客户说了什么，想怎么解决"
        value={body}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <button type="submit" class="fill" disabled={isBusy || body.trim() === ''}>
        {open ? '补充' : '登记投诉'}
      </button>
    </form>
  )
}
