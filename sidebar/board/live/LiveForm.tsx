import { useState } from 'preact/hooks'
import type { LiveInput, LiveResult, LiveSessionView } from '../../../app/features/live/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { Choice } from '../../shared/Choice.tsx'

const OFFSET_MS = 8 * 3_600_000
const WINDOWS = [
  ['72', '72 小时'],
  ['48', '48 小时'],
] as const

/** What a local date-time field holds, on Beijing time whatever the device says. */
const toField = (ms: number) => new Date(ms + OFFSET_MS).toISOString().slice(0, 16)
const fromField = (text: string) => Date.parse(`${text}:00+08:00`)

interface LiveFormProps {
  session: LiveSessionView | undefined
  nowMs: number
  onDone?(): void
}

export function LiveForm({ session, nowMs, onDone }: LiveFormProps) {
  const [name, setName] = useState(session?.name ?? '')
  const [livingId, setLivingId] = useState(session?.livingId ?? '')
  const [started, setStarted] = useState(toField(session?.startedAtMs ?? nowMs))
  const [ended, setEnded] = useState(session?.endedAtMs ? toField(session.endedAtMs) : '')
  const [hours, setHours] = useState<'72' | '48'>(session?.windowHours === 48 ? '48' : '72')
  const [fault, setFault] = useState('')
  const save = () => {
    const input: LiveInput = {
      name,
      livingId: livingId.trim() || null,
      startedAtMs: fromField(started),
      endedAtMs: ended ? fromField(ended) : null,
      windowHours: hours === '48' ? 48 : 72,
      filter: session?.filter ?? {},
    }
    postJson<LiveResult>(session ? `/api/live-sessions/${session.id}` : '/api/live-sessions', input)
      .then((answer) => {
        if (onDone) onDone()
        else location.hash = `#/live?id=${answer.session.id}`
      })
      .catch((error: ApiError) => setFault(error.message))
  }
  return (
    <div class="campaigns">
      {!session && (
        <p>
          <a href="#/live">‹ 返回</a>
        </p>
      )}
      <form
        class="campaign-form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div class="campaign-fields">
          <label>
            <span>名称，会填进话术</span>
            <input required maxLength={40} value={name} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <label>
            <span>企业微信直播 ID（本应用建的才填）</span>
            <input maxLength={64} value={livingId} onInput={(event) => setLivingId(event.currentTarget.value)} />
          </label>
          <label>
            <span>开始</span>
            <input
              type="datetime-local"
              required
              value={started}
              onChange={(event) => setStarted(event.currentTarget.value)}
            />
          </label>
          <label>
            <span>结束，还没结束先空着</span>
            <input type="datetime-local" value={ended} onChange={(event) => setEnded(event.currentTarget.value)} />
          </label>
        </div>
        <Choice label="结束后跟进多久" options={WINDOWS} chosen={hours} onChoose={(key) => setHours(key)} />
        <p role="alert" class="campaign-fault">
          {fault}
        </p>
        <p class="campaign-acts">
          <button type="submit" class="fill">
            保存
          </button>
        </p>
      </form>
    </div>
  )
}
