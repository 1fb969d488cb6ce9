import { useState } from 'preact/hooks'
import { type ApiError, postJson } from '../../shared/api.ts'

const AT_ONCE = 500

interface Viewer {
  externalUserId: string
  watchedSeconds: number
  invitedBy?: string
}

/** Lines of `客户ID,观看秒数,邀约导购`, as pasted from a table. A line without seconds was invited and did not watch. */
function readViewers(text: string): Viewer[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/[,，\t]/).map((cell) => cell.trim()))
    .filter(([id]) => id !== undefined && /^w[om]/.test(id))
    .map(([externalUserId = '', seconds = '', invitedBy = '']) => ({
      externalUserId,
      watchedSeconds: Math.max(0, Math.trunc(Number(seconds) || 0)),
      ...(invitedBy ? { invitedBy } : {}),
    }))
}

export function ViewersForm({ path, onDone }: { path: string; onDone(): void }) {
  const [text, setText] = useState('')
  const [said, setSaid] = useState('')
  const viewers = readViewers(text)
  const send = async () => {
    let taken = 0
    const unknown: string[] = []
    try {
      for (let from = 0; from < viewers.length; from += AT_ONCE) {
        const part = { viewers: viewers.slice(from, from + AT_ONCE) }
        const answer = await postJson<{ taken: number; unknown: string[] }>(`${path}/viewers`, part)
        taken += answer.taken
        unknown.push(...answer.unknown)
      }
      setText('')
      setSaid(`收下 ${taken} 位${unknown.length > 0 ? `，${unknown.length} 个不认识，没有收` : ''}`)
      onDone()
    } catch (error) {
      setSaid((error as ApiError).message)
    }
  }
  return (
    <details class="meanings">
      <summary>导入邀约和观看名单</summary>
      <div class="campaign-form">
        <label>
          <span>每行一位：客户ID，观看秒数，邀约导购账号。没看的秒数留空</span>
          <textarea rows={5} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="campaign-acts">
          <button type="button" disabled={viewers.length === 0} onClick={send}>
            导入 {viewers.length} 位
          </button>
        </p>
        <p role="status" class="note">
          {said}
        </p>
      </div>
    </details>
  )
}
