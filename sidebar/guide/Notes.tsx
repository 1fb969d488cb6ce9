import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { formatMoment } from '../shared/format.ts'
import { useDesk } from './desk.ts'
import { newClientKey } from './reporter.ts'
import { useSince } from './useSince.ts'

export function Notes({ panel, askedAtMs }: { panel: CustomerPanel; askedAtMs: number }) {
  const [notes, setNotes] = useSince(panel.notes, askedAtMs)
  const [text, setText] = useState('')
  const [isShared, setShared] = useState(false)
  const desk = useDesk()
  const save = async (event: Event) => {
    event.preventDefault()
    if (text.trim() === '') return
    try {
      const answer = await addNote(panel.customer.externalUserId, text.trim(), isShared)
      setNotes(() => answer.notes)
      setText('')
      desk.say('备注已保存')
    } catch (error) {
      desk.say(`备注没有保存：${(error as Error).message}`)
    }
  }
  return (
    <>
      <h3>备注</h3>
      <form class="note-form" onSubmit={save}>
        <textarea
          rows={2}
          maxLength={500}
          aria-label="新备注"
          placeholder="记一句，比如尺码、喜好"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div class="acts">
          <button type="submit" class="fill" disabled={text.trim() === ''}>
            保存
          </button>
          <label class="tick">
            <input type="checkbox" checked={isShared} onChange={(event) => setShared(event.currentTarget.checked)} />
            同事可见
          </label>
        </div>
      </form>
      <ul class="rows">
        {notes.map((note) => (
          <li key={note.id}>
            <p class="said">{note.text}</p>
            <p class="note">
              {note.isMine ? '我' : note.authorName} · {formatMoment(note.atMs, panel.nowMs)} ·{' '}
              {note.isShared ? '同事可见' : '个人备注'}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

export function addNote(externalUserId: string, text: string, isShared: boolean) {
  const body = { clientKey: newClientKey(), text, isShared }
  return postJson<{ notes: CustomerPanel['notes'] }>(`${customerPath(externalUserId)}/notes`, body)
}
